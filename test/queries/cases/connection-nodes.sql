select "t"."name"
from "public"."organisation" as "t"
order by "t"."name" desc, "t"."id" asc
limit $1::int8;
-- $1 = 3
