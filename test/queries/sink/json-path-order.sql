select "t"."id"
from "public"."sink" as "t"
where ((pg_catalog.jsonb_typeof(("t"."a_jsonb" operator(pg_catalog.#>) $1::text[])) = pg_catalog.jsonb_typeof($2::jsonb) and ("t"."a_jsonb" operator(pg_catalog.#>) $3::text[]) > $4::jsonb) and (pg_catalog.jsonb_typeof(("t"."a_jsonb" operator(pg_catalog.#>) $5::text[])) = pg_catalog.jsonb_typeof($6::jsonb) and ("t"."a_jsonb" operator(pg_catalog.#>) $7::text[]) <= $8::jsonb))
order by "t"."id" asc
limit 6;
-- $1 = ["o","k2"]
-- $2 = "4"
-- $3 = ["o","k2"]
-- $4 = "4"
-- $5 = ["o","k2"]
-- $6 = "5"
-- $7 = ["o","k2"]
-- $8 = "5"
