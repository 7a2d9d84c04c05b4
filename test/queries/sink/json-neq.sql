select "t"."id"
from "public"."sink" as "t"
where "t"."a_jsonb" <> $1::pg_catalog.jsonb
order by "t"."id" asc
limit 6;
-- $1 = "{\"a\":1}"
