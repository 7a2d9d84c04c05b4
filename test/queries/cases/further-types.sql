select "t"."small", "t"."ratio", "t"."exact", "t"."is_full", "t"."code", "t"."raw", "t"."day", "t"."at_local", "t"."at_instant", "t"."opens", "t"."lasts", "t"."letter", "t"."address"
from "public"."shelf" as "t"
where ("t"."small" is null) = $1::boolean
order by "t"."id" asc
limit 6;
-- $1 = false
