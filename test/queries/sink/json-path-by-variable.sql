select "t"."id"
from "public"."sink" as "t"
where ("t"."a_jsonb" operator(pg_catalog.#>) $1::text[]) operator(pg_catalog.@>) $2::jsonb
order by "t"."id" asc
limit 6;
-- $1 = ["o"]
-- $2 = "{\"k2\":5}"
