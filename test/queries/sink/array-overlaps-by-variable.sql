select "t"."id"
from "public"."sink" as "t"
where "t"."bigints" operator(pg_catalog.&&) $1::pg_catalog.int8[]
order by "t"."id" asc
limit 6;
-- $1 = ["9007199254740993","5"]
