select "t"."id", "t"."a_short_text", "t"."a_positive", "t"."shorts"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
