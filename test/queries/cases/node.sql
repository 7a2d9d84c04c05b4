select "t"."id", "t"."email"
from "public"."person" as "t"
where ("t"."id" = $1::pg_catalog.int4);
-- $1 = "2"
