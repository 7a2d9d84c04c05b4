select '' similar to $1::text;
-- $1 = "usual (%|_)"

select "t"."id"
from "public"."sink" as "t"
where "t"."a_text"::text similar to $1::text
order by "t"."id" asc
limit 6;
-- $1 = "usual (%|_)"
