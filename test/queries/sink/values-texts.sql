select "t"."id", "t"."a_text", "t"."a_varchar", "t"."a_char", "t"."a_name", "t"."a_byte", "t"."a_short_text", "t"."a_mood"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
