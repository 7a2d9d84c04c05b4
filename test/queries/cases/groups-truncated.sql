select "t"."id"
from "public"."person" as "t" group by "t"."id"
order by "t"."id" asc
limit 6;
