select "t"."id"
from "public"."organisation" as "t"
where not exists (select
from "public"."opportunity" as "r1"
where "r1"."organisation_id" = "t"."id" and true)
order by "t"."id" asc
limit $1::int8;
-- $1 = 3
