with "l0" as materialized (select row_number() over (
order by "t"."b6" asc) as "n", "t"."b0" as "c0", "t"."b1" as "c1", "t"."b2" as "c2", "t"."b3" as "c3", "t"."b4" as "c4", "t"."b5" as "c5", "t"."b6" as "f6"
from (select "t"."sku" as "b0", "t"."tags" as "b1", "t"."attributes" as "b2", "t"."unit_price" as "b3", "t"."discontinued" as "b4", "t"."released_on" as "b5", "t"."id" as "b6"
from "public"."product" as "t"
order by "t"."id" asc
limit $1::int8) as "t") select 0, null::pg_catalog.int8, "n", "n", "c0", "c1", "c2", "c3", "c4", "c5", null::pg_catalog.int4, null::public.opportunity_stage, null::pg_catalog.timestamptz
from "l0"
union all select 1, "p", "k", null::pg_catalog.int8, null::pg_catalog.text, null::pg_catalog.text[], null::pg_catalog.jsonb, "c1", "c2", "c4", "c0", "c3", "c5"
from (select "t"."p", "t"."k", "t"."b0" as "c0", "t"."b1" as "c1", "j1"."id" is not null as "c2", "j1"."stage" as "c3", "j1"."close_date" as "c4", "j1"."created_at" as "c5"
from (select "p"."n" as "p", row_number() over (partition by "p"."n"
order by "t"."id" asc) as "k", "t"."quantity" as "b0", "t"."unit_price" as "b1", "t"."opportunity_id" as "b2"
from "l0" as "p"
join "public"."opportunity_line" as "t" on "t"."product_id" = "p"."f6") as "t"
left join "public"."opportunity" as "j1" on "j1"."id" = "t"."b2"
where "t"."k" <= $2::int8
limit 100002) as "l1";
-- $1 = 2
-- $2 = 1
