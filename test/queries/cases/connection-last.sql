select "t"."id", "t"."last_name"
from "public"."person" as "t"
order by "t"."last_name" desc, "t"."id" desc
limit $1::int8;
-- $1 = 3
