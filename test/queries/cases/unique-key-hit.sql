select "t"."id"
from "public"."person" as "t"
where ("t"."email" = $1::pg_catalog.text);
-- $1 = "dorota.holm@eastgate-construction.example"

select "t"."id", "t"."name"
from "public"."organisation" as "t"
where ("t"."name" = $1::pg_catalog.text);
-- $1 = "Foxglove Health"
