with "l0" as materialized (select row_number() over () as "n", "t"."b0" as "c0", "t"."b1" as "f1"
from (select "t"."name" as "b0", "t"."id" as "b1"
from "public"."organisation" as "t"
where ("t"."id" = $1::pg_catalog.int4)) as "t") select 0, null::pg_catalog.int8, "n", "n", "c0", null::pg_catalog.int4
from "l0"
union all select 1, "p", "k", null::pg_catalog.int8, null::pg_catalog.text, "c0"
from (select "t"."p", "t"."k", "t"."b0" as "c0"
from (select "p"."n" as "p", row_number() over (partition by "p"."n"
order by "t"."id" asc) as "k", "t"."id" as "b0"
from "l0" as "p"
join "public"."person" as "t" on "t"."organisation_id" = "p"."f1") as "t"
where "t"."k" > $2::int8 and "t"."k" <= $3::int8 + $4::int8
limit 100002) as "l1";
-- $1 = 1
-- $2 = 1
-- $3 = 1
-- $4 = 2
