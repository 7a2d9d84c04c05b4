select "t"."b0", "j1"."id" is not null, "j1"."name"
from (select "t"."id" as "b0", "t"."organisation_id" as "b1", "r1"."name" as "o0"
from "public"."person" as "t"
left join "public"."organisation" as "r1" on "r1"."id" = "t"."organisation_id"
order by "r1"."name" desc nulls last, "t"."id" asc
limit $1::int8) as "t"
left join "public"."organisation" as "j1" on "j1"."id" = "t"."b1"
order by "t"."o0" desc nulls last, "t"."b0" asc;
-- $1 = 3
