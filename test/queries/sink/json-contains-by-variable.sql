select "t"."id"
from "public"."sink" as "t"
where "t"."a_jsonb" operator(pg_catalog.@>) $1::pg_catalog.jsonb
order by "t"."id" asc
limit 6;
-- $1 = "{\"list\":[\"two\"]}"
