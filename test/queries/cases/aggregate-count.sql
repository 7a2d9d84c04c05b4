select count(*)
from "public"."person" as "t";
