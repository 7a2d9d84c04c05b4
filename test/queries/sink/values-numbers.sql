select "t"."id", "t"."a_smallint", "t"."an_int", "t"."a_bigint", "t"."a_numeric", "t"."a_numeric_4_2", "t"."a_real", "t"."a_double", "t"."a_money"::pg_catalog.numeric, "t"."an_oid"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
