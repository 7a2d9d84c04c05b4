select "t"."id", "t"."an_inet", "t"."a_cidr"::pg_catalog.text, "t"."a_macaddr", "t"."a_macaddr8"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
