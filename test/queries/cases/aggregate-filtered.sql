select count(*), sum("t"."amount")::pg_catalog.numeric, max("t"."stage")::public.opportunity_stage, max("t"."close_date")::pg_catalog.date
from "public"."opportunity" as "t"
where ("t"."stage" = any($1::public.opportunity_stage[]) and exists (select
from "public"."organisation" as "r1"
where "r1"."id" = "t"."organisation_id" and "r1"."industry" = $2::pg_catalog.text));
-- $1 = ["won","lost"]
-- $2 = "Health"
