select "t"."id"
from "public"."sink" as "t"
where "t"."numerics" = $1::pg_catalog."numeric"[]
order by "t"."id" asc
limit 6;
-- $1 = ["1.50","NaN"]
