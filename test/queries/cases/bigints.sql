select "t"."id"
from "public"."shelf" as "t"
where ("t"."id" = $1::pg_catalog.int8);
-- $1 = "9007199254740993"

select "t"."id"
from "public"."shelf" as "t"
where ("t"."id" = $1::pg_catalog.int8);
-- $1 = "9007199254740993"

select "t"."id"
from "public"."shelf" as "t"
where ("t"."id" = $1::pg_catalog.int8);
-- $1 = "9007199254740993"

select "t"."id"
from "public"."shelf" as "t"
where "t"."id" = any($1::pg_catalog.int8[])
order by "t"."id" asc
limit 6;
-- $1 = ["3","-2"]

select "t"."id"
from "public"."shelf" as "t"
where "t"."id" = $1::pg_catalog.int8
order by "t"."id" asc
limit 6;
-- $1 = "3"
