select "t"."id"
from "public"."product" as "t"
order by "t"."id" asc
limit $1::int8
offset $2::int8;
-- $1 = 2
-- $2 = 3

select "t"."id"
from "public"."product" as "t"
order by "t"."id" asc
limit $1::int8;
-- $1 = 0

select "t"."id"
from "public"."product" as "t"
order by "t"."id" asc
limit 6
offset $1::int8;
-- $1 = 100000

select "t"."id"
from "public"."activity" as "t"
order by "t"."id" asc
limit $1::int8
offset $2::int8;
-- $1 = 50
-- $2 = 1
