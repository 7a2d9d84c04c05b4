with "l0" as materialized (select row_number() over (
order by "t"."b1" asc) as "n", "t"."b0" as "c0", "t"."b1" as "f1"
from (select "t"."name" as "b0", "t"."id" as "b1"
from "public"."organisation" as "t"
order by "t"."id" asc
limit $1::int8) as "t") select 0, null::pg_catalog.int8, "n", "n", "c0", null::public.opportunity_stage, null::pg_catalog."numeric"
from "l0"
union all select 1, "p", "k", null::pg_catalog.int8, null::pg_catalog.text, "c0", "c1"
from (select "t"."p", "t"."k", "t"."b0" as "c0", "t"."b1" as "c1"
from (select "t"."p", row_number() over (partition by "t"."p"
order by "t"."b1" desc, "t"."b2" asc) as "k", "t"."b0", "t"."b1", "t"."b2"
from (select distinct on ("p"."n", "t"."stage") "p"."n" as "p", "t"."stage" as "b0", "t"."amount" as "b1", "t"."id" as "b2"
from "l0" as "p"
join "public"."opportunity" as "t" on "t"."organisation_id" = "p"."f1"
order by "p"."n", "t"."stage", "t"."amount" desc, "t"."id" asc) as "t") as "t"
where "t"."k" <= 6
limit 100002) as "l1";
-- $1 = 2
