select "t"."b0", "t"."b1"
from (select "t"."b0", "t"."b1", "t"."b2"
from (select distinct on ("t"."attributes") "t"."sku" as "b0", "t"."attributes" as "b1", "t"."id" as "b2"
from "public"."product" as "t"
order by "t"."attributes", "t"."id" asc) as "t"
order by "t"."b2" asc
limit $1::int8) as "t"
order by "t"."b2" asc;
-- $1 = 2
