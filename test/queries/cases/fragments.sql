select "t"."id", "t"."sku", "t"."name", "t"."category", "t"."discontinued"
from "public"."product" as "t"
order by "t"."id" asc
limit $1::int8;
-- $1 = 1
