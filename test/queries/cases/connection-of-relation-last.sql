with "l0" as materialized (select row_number() over (
order by "t"."b0" asc) as "n", "t"."b0" as "f0"
from (select "t"."id" as "b0"
from "public"."organisation" as "t"
order by "t"."id" asc
limit $1::int8) as "t") select 0, null::pg_catalog.int8, "n", "n", null::pg_catalog.int4
from "l0"
union all select 1, "p", "k", null::pg_catalog.int8, "c0"
from (select "t"."p", "t"."k", "t"."b0" as "c0"
from (select "p"."n" as "p", row_number() over (partition by "p"."n"
order by "t"."id" desc) as "k", "t"."id" as "b0"
from "l0" as "p"
join "public"."person" as "t" on "t"."organisation_id" = "p"."f0") as "t"
where "t"."k" <= $2::int8
limit 100002) as "l1";
-- $1 = 2
-- $2 = 2
