select "t"."id"
from "public"."organisation" as "t"
where ((select count(*)
from "public"."person" as "r1"
where "r1"."organisation_id" = "t"."id") >= $1::pg_catalog.int8 and (select count(*)
from "public"."person" as "r2"
where "r2"."organisation_id" = "t"."id") < $2::pg_catalog.int8)
order by "t"."id" asc
limit $3::int8;
-- $1 = 3
-- $2 = 100
-- $3 = 3
