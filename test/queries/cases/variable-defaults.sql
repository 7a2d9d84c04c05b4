select "t"."id"
from "public"."organisation" as "t"
where "t"."id" = any($1::pg_catalog.int4[])
order by "t"."id" desc
limit $2::int8;
-- $1 = [1,2]
-- $2 = 1

select "t"."stage"
from "public"."opportunity" as "t"
where "t"."stage" = $1::public.opportunity_stage
order by "t"."id" asc
limit $2::int8;
-- $1 = "won"
-- $2 = 1
