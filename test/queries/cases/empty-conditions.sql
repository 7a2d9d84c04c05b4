select "t"."id"
from "public"."product" as "t"
where "t"."id" = any($1::pg_catalog.int4[])
order by "t"."id" asc
limit 6;
-- $1 = []

select "t"."id"
from "public"."product" as "t"
where "t"."id" <> all($1::pg_catalog.int4[])
order by "t"."id" asc
limit $2::int8;
-- $1 = []
-- $2 = 1

select "t"."id"
from "public"."product" as "t"
where false
order by "t"."id" asc
limit 6;

select "t"."id"
from "public"."product" as "t"
where true
order by "t"."id" asc
limit $1::int8;
-- $1 = 1

select "t"."id"
from "public"."product" as "t"
where true
order by "t"."id" asc
limit $1::int8;
-- $1 = 1

select "t"."id"
from "public"."product" as "t"
where true
order by "t"."id" asc
limit $1::int8;
-- $1 = 1

select "t"."id"
from "public"."product" as "t"
where not (true)
order by "t"."id" asc
limit 6;

select "t"."id"
from "public"."product" as "t"
where (true)
order by "t"."id" asc
limit $1::int8;
-- $1 = 1

select "t"."id"
from "public"."product" as "t"
order by "t"."id" asc
limit 6;
