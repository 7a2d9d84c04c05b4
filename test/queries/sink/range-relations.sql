select "t"."id"
from "public"."sink" as "t"
where ("t"."a_daterange" operator(pg_catalog.@>) $1::pg_catalog.daterange and "t"."a_daterange" operator(pg_catalog.&&) $2::pg_catalog.daterange and "t"."a_daterange" operator(pg_catalog.<<) $3::pg_catalog.daterange and "t"."a_daterange" operator(pg_catalog.-|-) $4::pg_catalog.daterange)
order by "t"."id" asc
limit 6;
-- $1 = "[\"2024-01-05\",\"2024-01-06\")"
-- $2 = "[,\"2024-01-02\")"
-- $3 = "[\"2024-02-01\",)"
-- $4 = "[\"2024-02-01\",)"
