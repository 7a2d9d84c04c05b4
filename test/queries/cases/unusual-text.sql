select "t"."id"
from "public"."person" as "t"
where "t"."last_name" = $1::pg_catalog.text
order by "t"."id" asc
limit 6;
-- $1 = "'; DROP TABLE person; --"

select "t"."id", "t"."last_name"
from "public"."person" as "t"
where "t"."last_name" = $1::pg_catalog.text
order by "t"."id" asc
limit $2::int8;
-- $1 = "Öztürk"
-- $2 = 1

select "t"."website"
from "public"."organisation" as "t"
where "t"."website"::text like $1::text
order by "t"."id" asc
limit $2::int8;
-- $1 = "%.example/"
-- $2 = 1

select "t"."id"
from "public"."person" as "t"
where "t"."last_name"::text like $1::text
order by "t"."id" asc
limit 6;
-- $1 = "%$1%"

select "t"."email"
from "public"."person" as "t"
where "t"."email"::text like $1::text
order by "t"."id" asc
limit $2::int8;
-- $1 = "%\\.example"
-- $2 = 1
