select "t"."b0", "j1"."id" is not null, "j1"."name"
from (select "t"."last_name" as "b0", "t"."organisation_id" as "b1", "t"."id" as "b2"
from "public"."person" as "t"
order by "t"."id" asc
limit $1::int8) as "t"
left join "public"."organisation" as "j1" on "j1"."id" = "t"."b1"
order by "t"."b2" asc;
-- $1 = 3
