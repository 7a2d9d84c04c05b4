select "t"."id", "t"."addresses"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
