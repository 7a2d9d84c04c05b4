select "t"."id"
from "public"."shelf" as "t"
where "t"."small" = any($1::pg_catalog.int2[])
order by "t"."id" asc
limit 6;
-- $1 = [-32768,5]

select "t"."id"
from "public"."shelf" as "t"
where "t"."ratio" = $1::pg_catalog.float8
order by "t"."id" asc
limit 6;
-- $1 = 100000000000000000000

select "t"."id"
from "public"."shelf" as "t"
where "t"."is_full" = $1::pg_catalog.bool
order by "t"."id" asc
limit 6;
-- $1 = true

select "t"."id"
from "public"."shelf" as "t"
where "t"."code" = any($1::pg_catalog.uuid[])
order by "t"."id" asc
limit 6;
-- $1 = ["2F1C6A1E-7a52-4d3c-9f0e-0b7c5d1e4a90"]

select "t"."id"
from "public"."shelf" as "t"
where "t"."raw" = $1::pg_catalog.bytea
order by "t"."id" asc
limit 6;
-- $1 = {"type":"Buffer","data":[0,255,16]}

select "t"."id"
from "public"."shelf" as "t"
where "t"."raw" = any($1::pg_catalog.bytea[])
order by "t"."id" asc
limit 6;
-- $1 = [{"type":"Buffer","data":[0,255,16]},{"type":"Buffer","data":[]}]

select "t"."id"
from "public"."shelf" as "t"
where "t"."opens" < $1::pg_catalog."time"
order by "t"."id" asc
limit 6;
-- $1 = "10:00"

select "t"."id"
from "public"."shelf" as "t"
where "t"."lasts" > $1::pg_catalog."interval"
order by "t"."id" asc
limit 6;
-- $1 = "P1D"

select "t"."id"
from "public"."shelf" as "t"
where "t"."letter" = $1::pg_catalog.bpchar
order by "t"."id" asc
limit 6;
-- $1 = "ab"

select "t"."id"
from "public"."shelf" as "t"
where "t"."address" = $1::pg_catalog.inet
order by "t"."id" asc
limit 6;
-- $1 = "192.0.2.1"

select "t"."id"
from "public"."shelf" as "t"
where "t"."address"::text like $1::text
order by "t"."id" asc
limit 6;
-- $1 = "2001:%"
