with "l0" as materialized (select row_number() over (
order by "t"."b0" asc) as "n", "t"."b0" as "c0", "j1"."id" is not null as "c1", "j1"."id" as "f2"
from (select "t"."id" as "b0", "t"."organisation_id" as "b1"
from "public"."person" as "t"
order by "t"."id" asc
limit $1::int8) as "t"
left join "public"."organisation" as "j1" on "j1"."id" = "t"."b1") select 0, null::pg_catalog.int8, "n", "n", "c0", "c1", null::pg_catalog.text
from "l0"
union all select 1, "p", "k", null::pg_catalog.int8, "c0", null::pg_catalog.bool, "c1"
from (select "t"."p", "t"."k", "t"."b0" as "c0", "t"."b1" as "c1"
from (select "p"."n" as "p", row_number() over (partition by "p"."n"
order by "t"."id" asc) as "k", "t"."id" as "b0", "t"."name" as "b1"
from "l0" as "p"
join "public"."opportunity" as "t" on "t"."organisation_id" = "p"."f2") as "t"
where "t"."k" <= $2::int8
limit 100002) as "l1";
-- $1 = 2
-- $2 = 1
