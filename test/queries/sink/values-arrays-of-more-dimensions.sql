select "t"."id", "t"."matrix", "t"."cube"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
