select "t"."owner_email", count(*)
from "public"."opportunity" as "t"
where "t"."amount" > $1::pg_catalog."numeric" group by "t"."owner_email"
order by "t"."owner_email" asc
limit $2::int8
offset $3::int8;
-- $1 = "1000"
-- $2 = 2
-- $3 = 1
