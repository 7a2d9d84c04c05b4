select "t"."id", "t"."name", "t"."website"
from "public"."organisation" as "t"
where (("t"."id" >= $1::pg_catalog.int4 and "t"."id" = any($2::pg_catalog.int4[])) and "t"."name"::text like $3::text and ("t"."website" is null) = $4::boolean)
order by "t"."id" asc
limit 6;
-- $1 = 1
-- $2 = [2,3]
-- $3 = "%e%"
-- $4 = false
