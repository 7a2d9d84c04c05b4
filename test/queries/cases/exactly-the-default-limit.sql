select "t"."id"
from "public"."organisation" as "t"
where "t"."id" <= $1::pg_catalog.int4
order by "t"."id" asc
limit 6;
-- $1 = 5
