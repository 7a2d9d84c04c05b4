select "t"."id", "t"."close_date"
from "public"."opportunity" as "t"
where ("t"."close_date" >= $1::pg_catalog.date and "t"."close_date" < $2::pg_catalog.date)
order by "t"."close_date" asc, "t"."id" asc
limit $3::int8;
-- $1 = "2025-01-01"
-- $2 = "2025-02-01"
-- $3 = 3

select "t"."id", "t"."released_on"
from "public"."product" as "t"
where "t"."released_on" = any($1::pg_catalog.date[])
order by "t"."id" asc
limit 6;
-- $1 = ["2017-03-31","2025-01-01"]

select "t"."day"
from "public"."shelf" as "t"
where "t"."day" = $1::pg_catalog.date
order by "t"."id" asc
limit 6;
-- $1 = "infinity"
