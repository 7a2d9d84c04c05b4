select "t"."id"
from "public"."sink" as "t"
where "t"."a_mood" = any($1::public.mood[])
order by "t"."id" asc
limit 6;
-- $1 = ["","true"]
