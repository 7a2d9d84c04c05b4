select "t"."id"
from "public"."sink" as "t"
where ((case when pg_catalog.cardinality("t"."matrix") = 0 then 0 else pg_catalog.array_length("t"."matrix", 1) end) = $1::pg_catalog.int8 and (case when pg_catalog.cardinality("t"."cube") = 0 then 0 else pg_catalog.array_length("t"."cube", 1) end) = any($2::pg_catalog.int8[]))
order by "t"."id" asc
limit 6;
-- $1 = 2
-- $2 = [1]
