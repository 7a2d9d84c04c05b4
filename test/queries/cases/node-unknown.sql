select "t"."id"
from "public"."person" as "t"
where ("t"."id" = $1::pg_catalog.int4);
-- $1 = "99999"

select "t"."id"
from "public"."person" as "t"
where ("t"."id" = $1::pg_catalog.int4);
-- $1 = null
