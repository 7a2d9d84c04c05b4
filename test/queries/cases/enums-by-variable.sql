select "t"."id", "t"."stage"
from "public"."opportunity" as "t"
where "t"."stage" = $1::public.opportunity_stage
order by "t"."id" asc
limit $2::int8;
-- $1 = "won"
-- $2 = 1

select "t"."id", "t"."stage"
from "public"."opportunity" as "t"
where "t"."stage" = any($1::public.opportunity_stage[])
order by "t"."id" asc
limit $2::int8;
-- $1 = ["lead","proposal"]
-- $2 = 2

select "t"."id", "t"."stage"
from "public"."opportunity" as "t"
where "t"."stage" = any($1::public.opportunity_stage[])
order by "t"."id" asc
limit $2::int8;
-- $1 = ["won","lost"]
-- $2 = 2

select "t"."id", "t"."priority"
from "public"."support_case" as "t"
where "t"."priority" = any($1::public.case_priority[])
order by "t"."id" asc
limit $2::int8;
-- $1 = ["low","urgent"]
-- $2 = 1
