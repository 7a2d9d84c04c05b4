select "t"."id", "t"."unit_price"
from "public"."product" as "t"
order by "t"."unit_price" desc nulls last, "t"."id" asc
limit $1::int8;
-- $1 = 2

select "t"."id", "t"."category"
from "public"."product" as "t"
order by "t"."category" desc, "t"."id" desc
limit $1::int8;
-- $1 = 2
