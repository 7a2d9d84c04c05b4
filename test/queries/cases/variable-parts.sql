select "t"."id"
from "public"."organisation" as "t"
where (("t"."id" < $1::pg_catalog.int4 and "t"."id" > $2::pg_catalog.int4) and ("t"."id" = $3::pg_catalog.int4 or "t"."id" = $4::pg_catalog.int4) and ("t"."id" <> $5::pg_catalog.int4 and "t"."name" <> $6::pg_catalog.text) and not (not ("t"."id" <> $7::pg_catalog.int4)))
order by "t"."id" asc
limit 6;
-- $1 = 5
-- $2 = 1
-- $3 = 2
-- $4 = 3
-- $5 = 3
-- $6 = ""
-- $7 = 3
