select "t"."id"
from "public"."sink" as "t"
where ("t"."a_jsonb" operator(pg_catalog.#>) $1::text[]) = any($2::jsonb[])
order by "t"."id" asc
limit 6;
-- $1 = ["list","1"]
-- $2 = ["\"one\"","\"two\""]
