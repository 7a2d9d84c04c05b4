select "t"."opportunity_id", count(*)
from "public"."activity" as "t" group by "t"."opportunity_id"
order by "t"."opportunity_id" desc
limit $1::int8;
-- $1 = 2
