select "t"."id", "t"."quantity"
from "public"."opportunity_line" as "t"
where ("t"."opportunity_id" = $1::pg_catalog.int4 and "t"."product_id" = $2::pg_catalog.int4);
-- $1 = 1
-- $2 = 1

select "t"."subject"
from "public"."support_case" as "t"
where ("t"."case_number" = $1::pg_catalog.text);
-- $1 = "C-0001"
