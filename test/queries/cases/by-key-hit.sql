select "t"."id", "t"."name", "t"."parent_id", "t"."created_at"
from "public"."organisation" as "t"
where ("t"."id" = $1::pg_catalog.int4);
-- $1 = 2
