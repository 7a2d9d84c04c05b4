select "t"."an_address"
from "public"."sink" as "t"
where ("t"."id" = $1::pg_catalog.int4);
-- $1 = 1
