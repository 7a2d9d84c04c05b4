select "t"."id"
from "public"."sink" as "t"
where ("t"."an_address" is not distinct
from null) = $1::boolean
order by "t"."id" asc
limit 6;
-- $1 = true
