select "t"."id"
from "public"."sink" as "t"
where (pg_catalog.cardinality("t"."ints") >= $1::pg_catalog.int8 and pg_catalog.cardinality("t"."ints") < $2::pg_catalog.int8)
order by "t"."id" asc
limit 6;
-- $1 = 3
-- $2 = 5
