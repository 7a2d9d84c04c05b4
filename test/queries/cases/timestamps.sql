select "t"."id", "t"."created_at"
from "public"."person" as "t"
where "t"."created_at" < $1::pg_catalog.timestamptz
order by "t"."created_at" desc, "t"."id" asc
limit $2::int8;
-- $1 = "2024-01-01T00:00:00+02:00"
-- $2 = 2

select "t"."at_instant", "t"."at_local"
from "public"."shelf" as "t"
where "t"."at_instant" = $1::pg_catalog.timestamptz
order by "t"."id" asc
limit 6;
-- $1 = "2024-02-29T21:59:59.123456Z"

select "t"."at_local"
from "public"."shelf" as "t"
where "t"."at_local" = $1::pg_catalog."timestamp"
order by "t"."id" asc
limit 6;
-- $1 = "2024-02-29T23:59:59.5"
