select "t"."id"
from "public"."person" as "t"
order by "t"."id" asc
limit 6;

select "t"."id"
from "public"."organisation" as "t"
where "t"."id" <= $1::pg_catalog.int4
order by "t"."id" asc
limit 6;
-- $1 = 2

select "t"."id"
from "public"."product" as "t"
order by "t"."id" asc
limit $1::int8;
-- $1 = 2
