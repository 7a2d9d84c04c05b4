select "t"."id"
from "public"."sink" as "t"
where ("t"."a_date" < $1::pg_catalog.date and "t"."a_timestamp" = $2::pg_catalog."timestamp")
order by "t"."id" asc
limit 6;
-- $1 = "0001-01-01 BC"
-- $2 = "-infinity"
