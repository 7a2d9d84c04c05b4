select count(*)
from "public"."product" as "t" group by "t"."category" having (false)
order by "t"."category" asc
limit 6;
