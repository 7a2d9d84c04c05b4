with "l0" as materialized (select row_number() over (
order by "t"."b1" asc) as "n", "t"."b0" as "c0", "t"."b1" as "f1"
from (select "t"."name" as "b0", "t"."id" as "b1"
from "public"."organisation" as "t"
order by "t"."id" asc
limit $1::int8) as "t"), "l1" as materialized (select row_number() over () as "n", "t"."p", "t"."k", "t"."b0" as "c0", "t"."b1" as "f1"
from (select "p"."n" as "p", row_number() over (partition by "p"."n"
order by "t"."last_name" asc, "t"."id" asc) as "k", "t"."last_name" as "b0", "t"."id" as "b1"
from "l0" as "p"
join "public"."person" as "t" on "t"."organisation_id" = "p"."f1") as "t"
where "t"."k" <= $2::int8
limit 100002) select 0, null::pg_catalog.int8, "n", "n", "c0", null::pg_catalog.int4, null::pg_catalog.int8
from "l0"
union all select 1, "p", "k", "n", "c0", null::pg_catalog.int4, null::pg_catalog.int8
from "l1"
union all select 2, "p", "k", null::pg_catalog.int8, null::pg_catalog.text, "c0", null::pg_catalog.int8
from (select "t"."p", "t"."k", "t"."b0" as "c0"
from (select "p"."n" as "p", row_number() over (partition by "p"."n"
order by "t"."id" asc) as "k", "t"."id" as "b0"
from "l1" as "p"
join "public"."activity" as "t" on "t"."person_id" = "p"."f1") as "t"
where "t"."k" <= $3::int8
limit 100002) as "l2"
union all select 3, "p", 0::pg_catalog.int8, null::pg_catalog.int8, null::pg_catalog.text, null::pg_catalog.int4, "c0"
from (select "p"."n" as "p", count(*) as "c0"
from "l0" as "p"
join "public"."person" as "t" on "t"."organisation_id" = "p"."f1" group by "p"."n") as "l3";
-- $1 = 2
-- $2 = 2
-- $3 = 1
