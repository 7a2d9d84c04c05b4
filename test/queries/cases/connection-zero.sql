select 0, null::pg_catalog.int8, "n", null::pg_catalog.int8, "c0", "c1", null::pg_catalog.int8
from (select row_number() over (
order by "t"."b0" asc) as "n", "t"."b0" as "c0", "t"."b0"::text as "c1"
from (select "t"."id" as "b0"
from "public"."person" as "t"
order by "t"."id" asc
limit $1::int8) as "t") as "l0"
union all select 1, null::pg_catalog.int8, 0::pg_catalog.int8, null::pg_catalog.int8, null::pg_catalog.int4, null::pg_catalog.text, "c0"
from (select count(*) as "c0"
from "public"."person" as "t") as "l1";
-- $1 = 1
