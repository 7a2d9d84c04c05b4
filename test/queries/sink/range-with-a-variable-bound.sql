select "t"."id"
from "public"."sink" as "t"
where "t"."a_daterange" operator(pg_catalog.&&) $1::pg_catalog.daterange
order by "t"."id" asc
limit 6;
-- $1 = "[\"2024-01-31\",)"
