select "t"."id"
from "public"."sink" as "t"
where "t"."texts" <> $1::pg_catalog.text[]
order by "t"."id" asc
limit 6;
-- $1 = ["a"]
