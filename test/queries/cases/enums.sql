select "t"."id", "t"."stage"
from "public"."opportunity" as "t"
where ("t"."stage" = any($1::public.opportunity_stage[]) and "t"."stage" <> $2::public.opportunity_stage and "t"."stage" >= $3::public.opportunity_stage)
order by "t"."stage" asc, "t"."id" asc
limit $4::int8;
-- $1 = ["won","lost"]
-- $2 = "lost"
-- $3 = "negotiation"
-- $4 = 2

select "t"."stage"
from "public"."opportunity" as "t"
where "t"."stage" < $1::public.opportunity_stage
order by "t"."id" asc
limit $2::int8;
-- $1 = "qualified"
-- $2 = 2

select "t"."id", "t"."priority", "t"."status"
from "public"."support_case" as "t"
where ("t"."priority" = $1::public.case_priority and "t"."status" <> all($2::public.case_status[]))
order by "t"."id" asc
limit $3::int8;
-- $1 = "urgent"
-- $2 = ["open","waiting"]
-- $3 = 2
