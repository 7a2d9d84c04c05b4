with "l0" as materialized (select row_number() over (
order by "t"."o0" desc, "t"."b1" asc) as "n", "t"."b0" as "c0", "t"."b1" as "f1"
from (select "t"."name" as "b0", "t"."id" as "b1", (select count(*)
from "public"."person" as "r1"
where "r1"."organisation_id" = "t"."id") as "o0"
from "public"."organisation" as "t"
order by (select count(*)
from "public"."person" as "r1"
where "r1"."organisation_id" = "t"."id") desc, "t"."id" asc
limit $1::int8) as "t") select 0, null::pg_catalog.int8, "n", "n", "c0", null::pg_catalog.int8
from "l0"
union all select 1, "p", 0::pg_catalog.int8, null::pg_catalog.int8, null::pg_catalog.text, "c0"
from (select "p"."n" as "p", count(*) as "c0"
from "l0" as "p"
join "public"."person" as "t" on "t"."organisation_id" = "p"."f1" group by "p"."n") as "l1";
-- $1 = 3
