select "t"."id", "t"."category", "t"."tags"
from "public"."product" as "t"
order by "t"."id" asc
limit $1::int8;
-- $1 = 1
