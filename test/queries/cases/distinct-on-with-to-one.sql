select "j1"."id" is not null, "j1"."name", "t"."b0"
from (select "t"."b0", "t"."b1", "t"."b2"
from (select distinct on ("t"."organisation_id") "t"."close_date" as "b0", "t"."organisation_id" as "b1", "t"."id" as "b2"
from "public"."opportunity" as "t"
order by "t"."organisation_id", "t"."close_date" asc nulls last, "t"."id" asc) as "t"
order by "t"."b0" asc nulls last, "t"."b2" asc
limit $1::int8) as "t"
left join "public"."organisation" as "j1" on "j1"."id" = "t"."b1"
order by "t"."b0" asc nulls last, "t"."b2" asc;
-- $1 = 2
