select "t"."id"
from "public"."sink" as "t"
where "t"."matrix" = $1::pg_catalog.int4[]
order by "t"."id" asc
limit 6;
-- $1 = [[1,2],[3,4]]
