select "t"."id"
from "public"."organisation" as "t"
where ((("t"."id" >= $1::pg_catalog.int4 and "t"."id" <= $2::pg_catalog.int4 and not ("t"."id" = $3::pg_catalog.int4)) or not (("t"."id" < $4::pg_catalog.int4 or "t"."id" > $5::pg_catalog.int4))) and "t"."industry" <> $6::pg_catalog.text and ("t"."name" is null) = $7::boolean)
order by "t"."id" asc
limit 6;
-- $1 = 2
-- $2 = 4
-- $3 = 3
-- $4 = 100
-- $5 = 100
-- $6 = "nothing"
-- $7 = false
