select "t"."tags", count(*)
from "public"."product" as "t" group by "t"."tags"
order by "t"."tags" asc
limit $1::int8;
-- $1 = 3
