select "t"."id"
from "public"."organisation" as "t"
where "t"."id" = any($1::pg_catalog.int4[])
order by "t"."id" asc
limit 6;
-- $1 = [1,5]

select "t"."category"
from "public"."product" as "t"
where "t"."category" <> all($1::pg_catalog.text[])
order by "t"."id" asc
limit $2::int8;
-- $1 = ["a \"quoted\", {braced} \\ NULL","NULL","","Öztürk"]
-- $2 = 1

select "t"."last_name"
from "public"."person" as "t"
where "t"."last_name" = any($1::pg_catalog.text[])
order by "t"."id" asc
limit $2::int8;
-- $1 = ["a \"quoted\", {braced} \\ NULL","NULL","","Öztürk"]
-- $2 = 1
