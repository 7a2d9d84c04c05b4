select "t"."id", "t"."a_bytea", "t"."a_bit", "t"."a_varbit", "t"."a_uuid", "t"."a_boolean"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
