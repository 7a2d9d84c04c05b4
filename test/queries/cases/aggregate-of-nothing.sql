select count(*), count(distinct "t"."stage"), sum("t"."amount")::pg_catalog.numeric, avg("t"."amount")::pg_catalog.numeric, min("t"."stage")::public.opportunity_stage, stddev("t"."amount")::pg_catalog.numeric
from "public"."opportunity" as "t"
where "t"."id" < $1::pg_catalog.int4;
-- $1 = 0
