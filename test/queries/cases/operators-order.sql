select "t"."id"
from "public"."product" as "t"
where "t"."id" < $1::pg_catalog.int4
order by "t"."id" asc
limit 6;
-- $1 = 3

select "t"."id"
from "public"."product" as "t"
where "t"."id" <= $1::pg_catalog.int4
order by "t"."id" asc
limit 6;
-- $1 = 3

select "t"."id", "t"."unit_price"
from "public"."product" as "t"
where "t"."unit_price" > $1::pg_catalog."numeric"
order by "t"."id" asc
limit $2::int8;
-- $1 = "5000"
-- $2 = 2

select "t"."id", "t"."unit_price"
from "public"."product" as "t"
where "t"."unit_price" >= $1::pg_catalog."numeric"
order by "t"."id" asc
limit $2::int8;
-- $1 = "8757.0"
-- $2 = 2

select "t"."id"
from "public"."product" as "t"
where ("t"."id" > $1::pg_catalog.int4 and "t"."id" < $2::pg_catalog.int4)
order by "t"."id" asc
limit 6;
-- $1 = 2
-- $2 = 5

select "t"."id", "t"."last_name"
from "public"."person" as "t"
where ("t"."last_name" >= $1::pg_catalog.text and "t"."last_name" < $2::pg_catalog.text)
order by "t"."id" asc
limit $3::int8;
-- $1 = "Y"
-- $2 = "Za"
-- $3 = 3
