select "t"."organisation_id", count(*), min("t"."id")::pg_catalog.int4
from "public"."person" as "t" group by "t"."organisation_id" having ((count(*) >= $1::pg_catalog.int8) and not ((((min("t"."id")::pg_catalog.int4 > $2::pg_catalog.int4)))))
order by "t"."organisation_id" asc
limit $3::int8;
-- $1 = 2
-- $2 = 50
-- $3 = 3
