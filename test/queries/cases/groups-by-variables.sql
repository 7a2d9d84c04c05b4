select "t"."organisation_id", count(*)
from "public"."person" as "t" group by "t"."organisation_id" having ((count(*) = any($1::pg_catalog.int8[]))) order by count(*) desc, "t"."organisation_id" asc
limit $2::int8;
-- $1 = [2,3]
-- $2 = 2
