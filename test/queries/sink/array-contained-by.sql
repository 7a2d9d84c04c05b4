select "t"."id"
from "public"."sink" as "t"
where "t"."ints" operator(pg_catalog.<@) $1::pg_catalog.int4[]
order by "t"."id" asc
limit 6;
-- $1 = [1,2,3]
