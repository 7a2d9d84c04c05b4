select "t"."id"
from "public"."sink" as "t"
where ((("t"."a_jsonb" operator(pg_catalog.#>) $1::text[]) is not null) = $2::boolean and not ((("t"."a_jsonb" operator(pg_catalog.#>) $3::text[]) is not null) = $4::boolean))
order by "t"."id" asc
limit 6;
-- $1 = ["n"]
-- $2 = true
-- $3 = ["m"]
-- $4 = true
