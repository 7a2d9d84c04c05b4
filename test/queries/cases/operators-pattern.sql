select "t"."last_name"
from "public"."person" as "t"
where "t"."last_name"::text like $1::text
order by "t"."id" asc
limit $2::int8;
-- $1 = "S%t_"
-- $2 = 2

select "t"."last_name"
from "public"."person" as "t"
where "t"."last_name"::text not like $1::text
order by "t"."id" asc
limit $2::int8;
-- $1 = "%a%"
-- $2 = 2

select "t"."last_name"
from "public"."person" as "t"
where "t"."last_name"::text ilike $1::text
order by "t"."id" asc
limit $2::int8;
-- $1 = "sch%"
-- $2 = 2

select "t"."last_name"
from "public"."person" as "t"
where "t"."last_name"::text not ilike $1::text
order by "t"."id" asc
limit $2::int8;
-- $1 = "%E%"
-- $2 = 2
