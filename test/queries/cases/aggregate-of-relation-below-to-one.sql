with "l0" as materialized (select row_number() over (
order by "t"."b2" asc) as "n", "t"."b0" as "c0", "j1"."id" is not null as "c1", "j1"."name" as "c2", "j1"."id" as "f3"
from (select "t"."name" as "b0", "t"."organisation_id" as "b1", "t"."id" as "b2"
from "public"."opportunity" as "t"
order by "t"."id" asc
limit $1::int8) as "t"
left join "public"."organisation" as "j1" on "j1"."id" = "t"."b1") select 0, null::pg_catalog.int8, "n", "n", "c0", "c1", "c2", null::pg_catalog.int8
from "l0"
union all select 1, "p", 0::pg_catalog.int8, null::pg_catalog.int8, "c1", null::pg_catalog.bool, null::pg_catalog.text, "c0"
from (select "p"."n" as "p", count(*) as "c0", max("t"."last_name")::pg_catalog.text as "c1"
from "l0" as "p"
join "public"."person" as "t" on "t"."organisation_id" = "p"."f3" group by "p"."n") as "l1";
-- $1 = 2
