select "t"."id"
from "public"."sink" as "t"
where ("t"."a_tstzrange" operator(pg_catalog.@>) $1::pg_catalog.timestamptz and "t"."an_int8range" operator(pg_catalog.@>) $2::pg_catalog.int8)
order by "t"."id" asc
limit 6;
-- $1 = "2024-01-01T09:00:00Z"
-- $2 = "9007199254740992"
