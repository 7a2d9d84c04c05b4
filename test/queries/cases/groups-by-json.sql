select "t"."attributes"::text, count(*)
from "public"."product" as "t" group by "t"."attributes"::text
order by "t"."attributes"::text asc
limit $1::int8;
-- $1 = 2
