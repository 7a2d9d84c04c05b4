select "t"."id"
from "public"."product" as "t"
order by "t"."id" asc
limit $1::int8;
-- $1 = 1

select "t"."id"
from "public"."product" as "t"
order by "t"."id" asc
limit $1::int8;
-- $1 = 2

select "t"."id"
from "public"."product" as "t"
where ("t"."id" = $1::pg_catalog.int4);
-- $1 = 1

select "t"."id"
from "public"."product" as "t"
where ("t"."id" = $1::pg_catalog.int4);
-- $1 = 2
