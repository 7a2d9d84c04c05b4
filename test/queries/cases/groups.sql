select "t"."stage", count(*), sum("t"."amount")::pg_catalog.numeric
from "public"."opportunity" as "t" group by "t"."stage"
order by "t"."stage" asc
limit 6;
