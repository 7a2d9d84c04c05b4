select "t"."b0", "t"."b1"
from (select "t"."b0", "t"."b1", "t"."b2"
from (select distinct on ("t"."organisation_id") "t"."organisation_id" as "b0", "t"."last_name" as "b1", "t"."id" as "b2"
from "public"."person" as "t"
order by "t"."organisation_id", "t"."last_name" desc, "t"."id" asc) as "t"
order by "t"."b1" desc, "t"."b2" asc
limit $1::int8) as "t"
order by "t"."b1" desc, "t"."b2" asc;
-- $1 = 3
