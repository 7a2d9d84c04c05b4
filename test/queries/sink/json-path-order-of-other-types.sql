select "t"."id"
from "public"."sink" as "t"
where (pg_catalog.jsonb_typeof(("t"."a_jsonb" operator(pg_catalog.#>) $1::text[])) = pg_catalog.jsonb_typeof($2::jsonb) and ("t"."a_jsonb" operator(pg_catalog.#>) $3::text[]) > $4::jsonb)
order by "t"."id" asc
limit 6;
-- $1 = ["o","key"]
-- $2 = "4"
-- $3 = ["o","key"]
-- $4 = "4"
