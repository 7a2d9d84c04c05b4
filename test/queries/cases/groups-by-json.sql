select "t"."attributes", count(*)
from "public"."product" as "t" group by "t"."attributes"
order by "t"."attributes" asc
limit $1::int8;
-- $1 = 2
