select pg_catalog.websearch_to_tsquery($1::text);
-- $1 = "cat or nothing"

select "t"."id"
from "public"."sink" as "t"
where "t"."a_tsvector" operator(pg_catalog.@@) pg_catalog.websearch_to_tsquery($1::text)
order by "t"."id" asc
limit 6;
-- $1 = "cat or nothing"
