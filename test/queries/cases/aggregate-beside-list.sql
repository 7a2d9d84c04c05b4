with "l0" as materialized (select row_number() over (
order by "t"."b0" asc) as "n", "t"."b0" as "f0"
from (select "t"."id" as "b0"
from "public"."organisation" as "t"
order by "t"."id" asc
limit $1::int8) as "t"), "l2" as materialized (select row_number() over () as "n", "t"."p", "t"."k", "t"."b0" as "c0", "t"."b0" as "f0"
from (select "p"."n" as "p", row_number() over (partition by "p"."n"
order by "t"."id" asc) as "k", "t"."id" as "b0"
from "l0" as "p"
join "public"."person" as "t" on "t"."organisation_id" = "p"."f0") as "t"
where "t"."k" <= $2::int8
limit 100002) select 0, null::pg_catalog.int8, "n", "n", null::pg_catalog.int8, null::pg_catalog.int4, null::pg_catalog.int8
from "l0"
union all select 1, "p", 0::pg_catalog.int8, null::pg_catalog.int8, "c0", null::pg_catalog.int4, null::pg_catalog.int8
from (select "p"."n" as "p", count(*) as "c0"
from "l0" as "p"
join "public"."person" as "t" on "t"."organisation_id" = "p"."f0" group by "p"."n") as "l1"
union all select 2, "p", "k", "n", null::pg_catalog.int8, "c0", null::pg_catalog.int8
from "l2"
union all select 3, "p", 0::pg_catalog.int8, null::pg_catalog.int8, "c0", null::pg_catalog.int4, "c1"
from (select "p"."n" as "p", count(*) as "c0", sum("t"."duration_minutes")::pg_catalog.int8 as "c1"
from "l2" as "p"
join "public"."activity" as "t" on "t"."person_id" = "p"."f0" group by "p"."n") as "l3";
-- $1 = 2
-- $2 = 1
