select "t"."id", "t"."a_date", "t"."a_time", "t"."a_timetz", "t"."a_timestamp", "t"."a_timestamptz", "t"."an_interval"
from "public"."sink" as "t"
order by "t"."id" asc
limit 6;
