select "t"."id", "t"."an_int4multirange", "t"."a_tstzmultirange"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
