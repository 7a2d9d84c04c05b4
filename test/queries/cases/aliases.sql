select "t"."id", "t"."last_name", "t"."first_name"
from "public"."person" as "t"
where ("t"."id" = $1::pg_catalog.int4);
-- $1 = 1

select "t"."id"
from "public"."person" as "t"
where ("t"."id" = $1::pg_catalog.int4);
-- $1 = 2
