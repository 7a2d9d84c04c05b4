select "t"."id"
from "public"."sink" as "t"
where "t"."ints" = $1::pg_catalog.int4[]
order by "t"."id" asc
limit 6;
-- $1 = [1,null,3]
