select "t"."name", (select count(*)
from "public"."person" as "r1"
where "r1"."organisation_id" = "t"."id")::text, "t"."id"::text
from "public"."organisation" as "t"
order by (select count(*)
from "public"."person" as "r1"
where "r1"."organisation_id" = "t"."id") desc, "t"."id" asc
limit $1::int8;
-- $1 = 3
