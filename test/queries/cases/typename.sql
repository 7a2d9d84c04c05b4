select "t"."id"
from "public"."product" as "t"
order by "t"."id" asc
limit $1::int8;
-- $1 = 2

select 1
from "public"."opportunity_line" as "t"
order by "t"."id" asc
limit $1::int8;
-- $1 = 1

select 1
from "public"."shelf" as "t"
where ("t"."id" = $1::pg_catalog.int8);
-- $1 = "-2"
