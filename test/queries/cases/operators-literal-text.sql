select "t"."sku"
from "public"."product" as "t"
where "t"."sku"::text like $1::text
order by "t"."id" asc
limit $2::int8;
-- $1 = "SVC-%"
-- $2 = 2

select "t"."email"
from "public"."person" as "t"
where "t"."email"::text like $1::text
order by "t"."id" asc
limit $2::int8;
-- $1 = "%.example"
-- $2 = 2

select "t"."email"
from "public"."person" as "t"
where "t"."email"::text like $1::text
order by "t"."id" asc
limit $2::int8;
-- $1 = "%an%"
-- $2 = 2

select "t"."email"
from "public"."person" as "t"
where "t"."email"::text like $1::text
order by "t"."id" asc
limit 6;
-- $1 = "%\\%%"

select "t"."sku"
from "public"."product" as "t"
where "t"."sku"::text like $1::text
order by "t"."id" asc
limit 6;
-- $1 = "\\_%"

select "t"."sku"
from "public"."product" as "t"
where "t"."sku"::text like $1::text
order by "t"."id" asc
limit 6;
-- $1 = "%\\\\"

select "t"."sku"
from "public"."product" as "t"
where "t"."sku"::text like $1::text
order by "t"."id" asc
limit $2::int8;
-- $1 = "%%"
-- $2 = 1
