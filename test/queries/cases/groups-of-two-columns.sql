select "t"."priority", "t"."status", count(*)
from "public"."support_case" as "t" group by "t"."priority", "t"."status"
order by "t"."priority" asc, "t"."status" asc
limit $1::int8;
-- $1 = 4
