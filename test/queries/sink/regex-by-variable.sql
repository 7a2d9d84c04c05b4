select '' operator(pg_catalog.~) $1::text;
-- $1 = "\"text\"$"

select "t"."id"
from "public"."sink" as "t"
where "t"."a_text"::text operator(pg_catalog.~) $1::text
order by "t"."id" asc
limit 6;
-- $1 = "\"text\"$"
