select "t"."small"
from "public"."shelf" as "t"
order by "t"."small" asc, "t"."id" asc
limit 6;

select "t"."small"
from "public"."shelf" as "t"
order by "t"."small" desc, "t"."id" asc
limit 6;

select "t"."small"
from "public"."shelf" as "t"
order by "t"."small" asc nulls first, "t"."id" asc
limit 6;

select "t"."small"
from "public"."shelf" as "t"
order by "t"."small" asc nulls last, "t"."id" asc
limit 6;

select "t"."small"
from "public"."shelf" as "t"
order by "t"."small" desc nulls first, "t"."id" asc
limit 6;

select "t"."small"
from "public"."shelf" as "t"
order by "t"."small" desc nulls last, "t"."id" asc
limit 6;
