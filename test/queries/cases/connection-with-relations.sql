with "l0" as materialized (select row_number() over (
order by "t"."b0" asc) as "n", "j1"."id" is not null as "c0", "j1"."name" as "c1", "t"."b0" as "c2", "t"."b0" as "f2"
from (select "t"."id" as "b0", "t"."organisation_id" as "b1"
from "public"."opportunity" as "t"
order by "t"."id" asc
limit $1::int8) as "t"
left join "public"."organisation" as "j1" on "j1"."id" = "t"."b1") select 0, null::pg_catalog.int8, "n", "n", "c0", "c1", "c2"
from "l0"
union all select 1, "p", "k", null::pg_catalog.int8, null::pg_catalog.bool, null::pg_catalog.text, "c0"
from (select "t"."p", "t"."k", "t"."b0" as "c0"
from (select "p"."n" as "p", row_number() over (partition by "p"."n"
order by "t"."id" asc) as "k", "t"."quantity" as "b0"
from "l0" as "p"
join "public"."opportunity_line" as "t" on "t"."opportunity_id" = "p"."f2") as "t"
where "t"."k" <= 6
limit 100002) as "l1";
-- $1 = 3
