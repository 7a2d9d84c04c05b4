select '' operator(pg_catalog.~) $1::text;
-- $1 = "^VAR"

select "t"."id"
from "public"."sink" as "t"
where "t"."a_varchar"::text operator(pg_catalog.~*) $1::text
order by "t"."id" asc
limit 6;
-- $1 = "^VAR"
