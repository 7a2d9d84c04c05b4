select "t"."id"
from "public"."sink" as "t"
where "t"."moods" operator(pg_catalog.&&) $1::public.mood[]
order by "t"."id" asc
limit 6;
-- $1 = ["ok","PG-13"]
