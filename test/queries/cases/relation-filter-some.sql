select "t"."id"
from "public"."organisation" as "t"
where exists (select
from "public"."person" as "r1"
where "r1"."organisation_id" = "t"."id" and "r1"."last_name"::text like $1::text)
order by "t"."id" asc
limit $2::int8;
-- $1 = "A%"
-- $2 = 3
