select "t"."id"
from "public"."sink" as "t"
where "t"."a_tsrange" = $1::pg_catalog.tsrange
order by "t"."id" asc
limit 6;
-- $1 = "(,\"2024-01-01T00:00:00\"]"
