select "t"."id", "t"."industry"
from "public"."organisation" as "t"
where "t"."industry" = $1::pg_catalog.text
order by "t"."id" asc
limit $2::int8;
-- $1 = "Energy"
-- $2 = 2

select "t"."id", "t"."industry"
from "public"."organisation" as "t"
where "t"."industry" <> $1::pg_catalog.text
order by "t"."id" asc
limit $2::int8;
-- $1 = "Energy"
-- $2 = 2

select "t"."id"
from "public"."organisation" as "t"
where "t"."id" = any($1::pg_catalog.int4[])
order by "t"."id" asc
limit 6;
-- $1 = [3,1,3]

select "t"."id"
from "public"."organisation" as "t"
where "t"."id" <> all($1::pg_catalog.int4[])
order by "t"."id" asc
limit $2::int8;
-- $1 = [1,2]
-- $2 = 2

select "t"."id", "t"."parent_id"
from "public"."organisation" as "t"
where ("t"."parent_id" is null) = $1::boolean
order by "t"."id" asc
limit $2::int8;
-- $1 = true
-- $2 = 2

select "t"."id", "t"."parent_id"
from "public"."organisation" as "t"
where ("t"."parent_id" is null) = $1::boolean
order by "t"."id" asc
limit $2::int8;
-- $1 = false
-- $2 = 2
