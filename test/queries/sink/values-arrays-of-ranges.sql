select "t"."id", "t"."ranges"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
