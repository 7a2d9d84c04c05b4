with "l0" as materialized (select row_number() over (
order by "t"."b1" asc) as "n", "t"."b0" as "c0", "t"."b1" as "f1"
from (select "t"."name" as "b0", "t"."id" as "b1"
from "public"."organisation" as "t"
order by "t"."id" asc
limit $1::int8) as "t") select 0, null::pg_catalog.int8, "n", "n", "c0", null::pg_catalog.int8, null::pg_catalog.numeric
from "l0"
union all select 1, "p", 0::pg_catalog.int8, null::pg_catalog.int8, null::pg_catalog.text, "c0", null::pg_catalog.numeric
from (select "p"."n" as "p", count(*) as "c0"
from "l0" as "p"
join "public"."person" as "t" on "t"."organisation_id" = "p"."f1" group by "p"."n") as "l1"
union all select 2, "p", 0::pg_catalog.int8, null::pg_catalog.int8, null::pg_catalog.text, "c0", "c1"
from (select "p"."n" as "p", count(*) as "c0", sum("t"."amount")::pg_catalog.numeric as "c1"
from "l0" as "p"
join "public"."opportunity" as "t" on "t"."organisation_id" = "p"."f1"
where "t"."stage" = $2::public.opportunity_stage group by "p"."n") as "l2";
-- $1 = 3
-- $2 = "won"
