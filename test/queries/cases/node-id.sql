select "t"."id"
from "public"."person" as "t"
order by "t"."id" asc
limit $1::int8;
-- $1 = 1

select "t"."id"
from "public"."opportunity_line" as "t"
order by "t"."id" asc
limit $1::int8;
-- $1 = 1
