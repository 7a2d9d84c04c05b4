select "t"."note", "t"."path"
from "public"."by_list" as "t"
where ("t"."path" = $1::pg_catalog.text[] and "t"."revision" = $2::pg_catalog."numeric");
-- $1 = ["a",null,"b c"]
-- $2 = "1.1"
