select "t"."id", "t"."small", "t"."ratio", "t"."exact", "t"."is_full", "t"."code", "t"."raw", "t"."day", "t"."at_local", "t"."at_instant", "t"."opens", "t"."lasts", "t"."letter", "t"."address", "t"."document", "t"."numbers", "t"."instants", "t"."stages"
from "public"."shelf" as "t"
where ("t"."id" = $1::pg_catalog.int8);
-- $1 = "3"
