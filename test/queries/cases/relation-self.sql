with "l0" as materialized (select row_number() over (
order by "t"."b1" asc) as "n", "t"."b0" as "c0", "j1"."id" is not null as "c1", "j1"."name" as "c2", "t"."b1" as "f3"
from (select "t"."name" as "b0", "t"."id" as "b1", "t"."parent_id" as "b2"
from "public"."organisation" as "t"
where exists (select
from "public"."organisation" as "r1"
where "r1"."parent_id" = "t"."id" and true)
order by "t"."id" asc
limit $1::int8) as "t"
left join "public"."organisation" as "j1" on "j1"."id" = "t"."b2") select 0, null::pg_catalog.int8, "n", "n", "c0", "c1", "c2"
from "l0"
union all select 1, "p", "k", null::pg_catalog.int8, "c0", null::pg_catalog.bool, null::pg_catalog.text
from (select "t"."p", "t"."k", "t"."b0" as "c0"
from (select "p"."n" as "p", row_number() over (partition by "p"."n"
order by "t"."id" asc) as "k", "t"."name" as "b0"
from "l0" as "p"
join "public"."organisation" as "t" on "t"."parent_id" = "p"."f3") as "t"
where "t"."k" <= $2::int8
limit 100002) as "l1";
-- $1 = 2
-- $2 = 2
