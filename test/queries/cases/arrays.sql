select "t"."tags"
from "public"."product" as "t"
where ("t"."tags" is null) = $1::boolean
order by "t"."id" asc
limit $2::int8;
-- $1 = false
-- $2 = 3

select "t"."numbers", "t"."instants", "t"."stages"
from "public"."shelf" as "t"
order by "t"."id" asc
limit 6;
