select "t"."id", "t"."name"
from "public"."organisation" as "t"
where ("t"."id" = $1::pg_catalog.int4);
-- $1 = 2147483647
