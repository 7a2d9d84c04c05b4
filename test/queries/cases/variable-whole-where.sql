select "t"."id"
from "public"."organisation" as "t"
where (true and ("t"."id" = any($1::pg_catalog.int4[]) or not ("t"."id" < $2::pg_catalog.int4)) and ("t"."name" is null) = $3::boolean)
order by "t"."id" asc
limit 6;
-- $1 = [1,2]
-- $2 = 600
-- $3 = false
