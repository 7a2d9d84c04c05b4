select "t"."id"
from "public"."product" as "t"
order by "t"."id" asc
limit $1::int8
offset $2::int8;
-- $1 = 3
-- $2 = 10

select "t"."id"
from "public"."organisation" as "t"
order by "t"."id" asc
limit 6;
