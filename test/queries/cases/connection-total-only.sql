select count(*)
from "public"."person" as "t"
where exists (select
from "public"."organisation" as "r1"
where "r1"."id" = "t"."organisation_id" and "r1"."name" = $1::pg_catalog.text);
-- $1 = "Foxglove Health"
