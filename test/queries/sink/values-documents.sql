select "t"."id", "t"."a_json", "t"."a_jsonb", "t"."an_xml"::pg_catalog.text
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
