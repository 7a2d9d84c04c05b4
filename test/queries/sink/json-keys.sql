select "t"."id"
from "public"."sink" as "t"
where ("t"."a_jsonb" operator(pg_catalog.?) $1::text and "t"."a_jsonb" operator(pg_catalog.?|) $2::text[] and "t"."a_jsonb" operator(pg_catalog.?&) $3::text[])
order by "t"."id" asc
limit 6;
-- $1 = "n"
-- $2 = ["x","o"]
-- $3 = ["list","n"]
