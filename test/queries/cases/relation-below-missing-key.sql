with "l0" as materialized (select row_number() over () as "n", "t"."b0" as "c0", "j1"."id" is not null as "c2", "j1"."id" as "c3", "t"."b1" as "f1"
from (select "t"."name" as "b0", "t"."id" as "b1", "t"."parent_id" as "b2"
from "public"."organisation" as "t"
where ("t"."id" = $1::pg_catalog.int4)) as "t"
left join "public"."organisation" as "j1" on "j1"."id" = "t"."b2") select 0, null::pg_catalog.int8, "n", "n", "c0", "c2", "c3"
from "l0"
union all select 1, "p", "k", null::pg_catalog.int8, null::pg_catalog.text, null::pg_catalog.bool, "c0"
from (select "t"."p", "t"."k", "t"."b0" as "c0"
from (select "p"."n" as "p", row_number() over (partition by "p"."n"
order by "t"."id" asc) as "k", "t"."id" as "b0"
from "l0" as "p"
join "public"."person" as "t" on "t"."organisation_id" = "p"."f1") as "t"
where "t"."k" <= 6
limit 100002) as "l1";
-- $1 = 99999
