select "t"."id"
from "public"."sink" as "t"
where pg_catalog.isempty("t"."an_int4range") = $1::boolean
order by "t"."id" asc
limit 6;
-- $1 = true
