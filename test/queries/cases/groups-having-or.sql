select "t"."category", count(*), sum("t"."unit_price")::pg_catalog.numeric
from "public"."product" as "t" group by "t"."category" having (((((sum("t"."unit_price")::pg_catalog.numeric > $1::pg_catalog.numeric))) or (((count(distinct "t"."name") = $2::pg_catalog.int8)))))
order by "t"."category" asc
limit 6;
-- $1 = "5000"
-- $2 = 1
