select "t"."note"
from "public"."by_range" as "t"
where ("t"."during" = $1::pg_catalog.daterange);
-- $1 = "[\"2024-01-01\",\"2024-02-01\")"
