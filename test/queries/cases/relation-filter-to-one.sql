select "t"."id"
from "public"."person" as "t"
where exists (select
from "public"."organisation" as "r1"
where "r1"."id" = "t"."organisation_id" and exists (select
from "public"."organisation" as "r2"
where "r2"."id" = "r1"."parent_id" and ("r2"."name" is null) = $1::boolean))
order by "t"."id" asc
limit $2::int8;
-- $1 = false
-- $2 = 3

select "t"."id"
from "public"."person" as "t"
where not (exists (select
from "public"."organisation" as "r1"
where "r1"."id" = "t"."organisation_id" and ("r1"."name" is null) = $1::boolean))
order by "t"."id" asc
limit $2::int8;
-- $1 = false
-- $2 = 3
