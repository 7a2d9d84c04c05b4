select "t"."id"
from "public"."sink" as "t"
where "t"."ranges" operator(pg_catalog.@>) $1::pg_catalog.int4range[]
order by "t"."id" asc
limit 6;
-- $1 = ["[\"1\",\"3\")"]
