with "l0" as materialized (select row_number() over (
order by "t"."b0" asc, "t"."b1" asc) as "n", "t"."b0" as "c0", "t"."b1" as "f1"
from (select "t"."name" as "b0", "t"."id" as "b1"
from "public"."organisation" as "t"
where exists (select
from "public"."opportunity" as "r1"
where "r1"."organisation_id" = "t"."id" and "r1"."stage" = $1::public.opportunity_stage)
order by "t"."name" asc, "t"."id" asc
limit $2::int8) as "t"), "l1" as materialized (select row_number() over () as "n", "t"."p", "t"."k", "t"."b0" as "c0", "t"."b1" as "f1"
from (select "p"."n" as "p", row_number() over (partition by "p"."n"
order by "t"."last_name" asc, "t"."id" asc) as "k", "t"."last_name" as "b0", "t"."id" as "b1"
from "l0" as "p"
join "public"."person" as "t" on "t"."organisation_id" = "p"."f1") as "t"
where "t"."k" <= $3::int8
limit 100002), "l2" as materialized (select row_number() over () as "n", "t"."p", "t"."k", "t"."b0" as "c0", "t"."b1" as "c1", "t"."b2" as "f2"
from (select "p"."n" as "p", row_number() over (partition by "p"."n"
order by "t"."amount" desc, "t"."id" asc) as "k", "t"."name" as "b0", "t"."amount" as "b1", "t"."id" as "b2"
from "l1" as "p"
join "public"."opportunity" as "t" on "t"."person_id" = "p"."f1"
where "t"."amount" > $4::pg_catalog."numeric") as "t"
where "t"."k" <= $5::int8
limit 100002) select 0, null::pg_catalog.int8, "n", "n", "c0", null::pg_catalog."numeric", null::pg_catalog.int4, null::pg_catalog.bool
from "l0"
union all select 1, "p", "k", "n", "c0", null::pg_catalog."numeric", null::pg_catalog.int4, null::pg_catalog.bool
from "l1"
union all select 2, "p", "k", "n", "c0", "c1", null::pg_catalog.int4, null::pg_catalog.bool
from "l2"
union all select 3, "p", "k", null::pg_catalog.int8, "c2", null::pg_catalog."numeric", "c0", "c1"
from (select "t"."p", "t"."k", "t"."b0" as "c0", "j1"."id" is not null as "c1", "j1"."sku" as "c2"
from (select "p"."n" as "p", row_number() over (partition by "p"."n"
order by "t"."quantity" desc, "t"."id" asc) as "k", "t"."quantity" as "b0", "t"."product_id" as "b1"
from "l2" as "p"
join "public"."opportunity_line" as "t" on "t"."opportunity_id" = "p"."f2") as "t"
left join "public"."product" as "j1" on "j1"."id" = "t"."b1"
where "t"."k" <= $6::int8
limit 100002) as "l3";
-- $1 = "won"
-- $2 = 2
-- $3 = 2
-- $4 = "1000"
-- $5 = 1
-- $6 = 2
