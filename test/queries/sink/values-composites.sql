select "t"."id", "t"."an_address"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
