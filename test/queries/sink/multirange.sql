select "t"."id"
from "public"."sink" as "t"
where ("t"."an_int4multirange" = $1::pg_catalog.int4multirange and "t"."an_int4multirange" operator(pg_catalog.@>) $2::pg_catalog.int4 and "t"."an_int4multirange" operator(pg_catalog.&&) $3::pg_catalog.int4range)
order by "t"."id" asc
limit 6;
-- $1 = "{[\"1\",\"3\"),[\"5\",\"7\")}"
-- $2 = 6
-- $3 = "[\"2\",\"4\")"
