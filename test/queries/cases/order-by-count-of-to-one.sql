select "t"."id"
from "public"."person" as "t"
left join "public"."organisation" as "r1" on "r1"."id" = "t"."organisation_id" order by case when "r1"."id" is not null then (select count(*)
from "public"."opportunity" as "r2"
where "r2"."organisation_id" = "r1"."id") end desc nulls last, "t"."id" asc
limit $1::int8;
-- $1 = 3
