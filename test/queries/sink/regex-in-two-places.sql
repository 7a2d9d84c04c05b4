select '' operator(pg_catalog.~) $1::text, '' similar to $2::text;
-- $1 = "x"
-- $2 = "a\\_%"

select "t"."id"
from "public"."sink" as "t"
where ("t"."a_text"::text operator(pg_catalog.~) $1::text or "t"."a_varchar"::text operator(pg_catalog.~) $2::text or "t"."a_name"::text similar to $3::text)
order by "t"."id" asc
limit 6;
-- $1 = "x"
-- $2 = "x"
-- $3 = "a\\_%"
