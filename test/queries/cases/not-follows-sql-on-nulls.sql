select "t"."id", "t"."parent_id"
from "public"."organisation" as "t"
where ("t"."id" <= $1::pg_catalog.int4 and not ("t"."parent_id" = $2::pg_catalog.int4))
order by "t"."id" asc
limit $3::int8;
-- $1 = 60
-- $2 = 7
-- $3 = 50

select "t"."id", "t"."parent_id"
from "public"."organisation" as "t"
where ("t"."id" <= $1::pg_catalog.int4 and "t"."parent_id" <> $2::pg_catalog.int4)
order by "t"."id" asc
limit $3::int8;
-- $1 = 60
-- $2 = 7
-- $3 = 50
