select '' operator(pg_catalog.~) $1::text;
-- $1 = "^v$"

select "t"."id"
from "public"."sink" as "t"
where ((pg_catalog.jsonb_typeof("t"."a_jsonb" operator(pg_catalog.#>) $1::text[]) = 'string' and ("t"."a_jsonb" operator(pg_catalog.#>>) $2::text[])::text like $3::text) and (pg_catalog.jsonb_typeof("t"."a_jsonb" operator(pg_catalog.#>) $4::text[]) = 'string' and ("t"."a_jsonb" operator(pg_catalog.#>>) $5::text[])::text operator(pg_catalog.~) $6::text))
order by "t"."id" asc
limit 6;
-- $1 = ["o","key"]
-- $2 = ["o","key"]
-- $3 = "v%"
-- $4 = ["o","key"]
-- $5 = ["o","key"]
-- $6 = "^v$"
