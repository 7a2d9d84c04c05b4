select "t"."id"
from "public"."opportunity_line" as "t"
left join "public"."opportunity" as "r1" on "r1"."id" = "t"."opportunity_id"
left join "public"."organisation" as "r2" on "r2"."id" = "r1"."organisation_id"
order by "r2"."name" asc, "t"."id" desc
limit $1::int8;
-- $1 = 3
