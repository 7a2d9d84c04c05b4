select "t"."id", "t"."ints", "t"."texts", "t"."bigints", "t"."numerics", "t"."booleans", "t"."byteas", "t"."moods", "t"."shorts", "t"."moneys"::pg_catalog.numeric[], "t"."timestamps"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
