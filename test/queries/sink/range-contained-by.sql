select "t"."id"
from "public"."sink" as "t"
where ("t"."a_numrange" operator(pg_catalog.<@) $1::pg_catalog.numrange and "t"."a_numrange" operator(pg_catalog.>>) $2::pg_catalog.numrange)
order by "t"."id" asc
limit 6;
-- $1 = "[\"1\",\"3\")"
-- $2 = "[,\"1.5\")"
