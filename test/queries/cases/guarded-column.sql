select "t"."id", "t"."private_note"
from "public"."person" as "t"
where ("t"."private_note" is null) = $1::boolean
order by "t"."private_note" asc, "t"."id" asc
limit $2::int8;
-- $1 = false
-- $2 = 1
