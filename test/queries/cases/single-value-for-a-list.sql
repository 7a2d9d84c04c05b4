select "t"."id"
from "public"."product" as "t"
where "t"."id" = any($1::pg_catalog.int4[])
order by "t"."id" asc
limit 6;
-- $1 = [1]

select "t"."id"
from "public"."product" as "t"
where "t"."id" = any($1::pg_catalog.int4[])
order by "t"."id" asc
limit 6;
-- $1 = [2]

select "t"."id"
from "public"."product" as "t"
where ("t"."id" = $1::pg_catalog.int4)
order by "t"."id" asc
limit 6;
-- $1 = 3

select "t"."id"
from "public"."product" as "t"
where ("t"."id" = $1::pg_catalog.int4)
order by "t"."id" asc
limit 6;
-- $1 = 4

select "t"."id"
from "public"."product" as "t"
order by "t"."id" desc
limit $1::int8;
-- $1 = 1
