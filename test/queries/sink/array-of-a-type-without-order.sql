select "t"."id"
from "public"."sink" as "t"
where "t"."points"::pg_catalog.text[] operator(pg_catalog.@>) $1::pg_catalog.text[]
order by "t"."id" asc
limit 6;
-- $1 = ["(1,2)"]
