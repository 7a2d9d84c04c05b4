select count(*), count(distinct "t"."id")
from "public"."person" as "t";
