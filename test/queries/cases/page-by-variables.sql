select "t"."id"
from "public"."person" as "t"
order by "t"."id" asc
limit $1::int8;
-- $1 = 3
