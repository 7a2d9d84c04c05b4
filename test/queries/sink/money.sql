select "t"."id"
from "public"."sink" as "t"
where ("t"."a_money"::pg_catalog.numeric = any($1::pg_catalog.numeric[]) and "t"."moneys"::pg_catalog.numeric[] operator(pg_catalog.@>) $2::pg_catalog.numeric[])
order by "t"."id" asc
limit 6;
-- $1 = ["1234.5"]
-- $2 = ["1.5"]
