select "t"."note"
from "public"."by_json" as "t"
where ("t"."document" = $1::pg_catalog.jsonb);
-- $1 = "{\"a\":1.1}"
