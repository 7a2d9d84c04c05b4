select "t"."id", "t"."jsons", "t"."jsonbs", "t"."points"::pg_catalog.text[], "t"."boxes"::pg_catalog.text[]
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
