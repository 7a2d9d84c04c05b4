select "t"."id"
from "public"."organisation" as "t"
where (not exists (select
from "public"."opportunity" as "r1"
where "r1"."organisation_id" = "t"."id" and ("r1"."amount" > $1::pg_catalog."numeric") is not true) and exists (select
from "public"."opportunity" as "r2"
where "r2"."organisation_id" = "t"."id" and true))
order by "t"."id" asc
limit $2::int8;
-- $1 = "500"
-- $2 = 3
