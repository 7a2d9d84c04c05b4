select "t"."attributes"
from "public"."product" as "t"
order by "t"."id" asc
limit $1::int8;
-- $1 = 2

select "t"."details"
from "public"."activity" as "t"
where ("t"."details" is null) = $1::boolean
order by "t"."id" asc
limit $2::int8;
-- $1 = false
-- $2 = 2

select "t"."document"
from "public"."shelf" as "t"
order by "t"."id" asc
limit 6;
