select "t"."id", "t"."a_point"::pg_catalog.text, "t"."a_box"::pg_catalog.text, "t"."a_tsvector", "t"."a_tsquery", "t"."an_lsn", "t"."a_regclass"::pg_catalog.text, "t"."a_weekday_range"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
