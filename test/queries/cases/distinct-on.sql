select "t"."b0", "t"."b1"
from (select "t"."b0", "t"."b1"
from (select distinct on ("t"."organisation_id") "t"."organisation_id" as "b0", "t"."id" as "b1"
from "public"."person" as "t"
order by "t"."organisation_id", "t"."id" asc) as "t"
order by "t"."b1" asc
limit $1::int8) as "t"
order by "t"."b1" asc;
-- $1 = 4
