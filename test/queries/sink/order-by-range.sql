select "t"."id"
from "public"."sink" as "t"
order by "t"."an_int4range" desc nulls last, "t"."ints" asc, "t"."id" asc
limit 6;
