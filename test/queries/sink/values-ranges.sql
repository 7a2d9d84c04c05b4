select "t"."id", "t"."an_int4range", "t"."an_int8range", "t"."a_numrange", "t"."a_daterange", "t"."a_tsrange", "t"."a_tstzrange"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
