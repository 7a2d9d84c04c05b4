select "t"."unit_price"
from "public"."product" as "t"
where "t"."unit_price" = $1::pg_catalog."numeric"
order by "t"."id" asc
limit $2::int8;
-- $1 = "94.0"
-- $2 = 1

select "t"."exact"
from "public"."shelf" as "t"
where "t"."exact" = $1::pg_catalog."numeric"
order by "t"."id" asc
limit 6;
-- $1 = "12345678901234567890.123456789"

select "t"."exact"
from "public"."shelf" as "t"
where "t"."exact" = $1::pg_catalog."numeric"
order by "t"."id" asc
limit 6;
-- $1 = "12345678901234567890.123456789"

select "t"."id", "t"."amount"
from "public"."opportunity" as "t"
where "t"."amount" > $1::pg_catalog."numeric"
order by "t"."id" asc
limit $2::int8;
-- $1 = "90000.00"
-- $2 = 2

select "t"."id", "t"."amount"
from "public"."opportunity" as "t"
where "t"."amount" < $1::pg_catalog."numeric"
order by "t"."id" asc
limit $2::int8;
-- $1 = "5000.5"
-- $2 = 2

select "t"."exact"
from "public"."shelf" as "t"
where "t"."exact" = $1::pg_catalog."numeric"
order by "t"."id" asc
limit 6;
-- $1 = "NaN"
