select "t"."kind", count(*), avg("t"."duration_minutes")::pg_catalog.numeric
from "public"."activity" as "t" group by "t"."kind" order by count(*) desc, sum("t"."duration_minutes")::pg_catalog.int8 desc nulls last, "t"."kind" desc
limit 6;
