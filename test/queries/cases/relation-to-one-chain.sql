select "t"."b0", "j1"."id" is not null, "j1"."email", "j2"."id" is not null, "j2"."name", "j3"."id" is not null, "j3"."name", "j4"."id" is not null, "j4"."name"
from (select "t"."subject" as "b0", "t"."person_id" as "b1", "t"."opportunity_id" as "b2", "t"."id" as "b3"
from "public"."activity" as "t"
order by "t"."id" asc
limit $1::int8) as "t"
left join "public"."person" as "j1" on "j1"."id" = "t"."b1"
left join "public"."organisation" as "j2" on "j2"."id" = "j1"."organisation_id"
left join "public"."organisation" as "j3" on "j3"."id" = "j2"."parent_id"
left join "public"."opportunity" as "j4" on "j4"."id" = "t"."b2"
order by "t"."b3" asc;
-- $1 = 3
