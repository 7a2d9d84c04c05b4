select "t"."id"
from "public"."sink" as "t"
where "t"."a_jsonb" operator(pg_catalog.<@) $1::pg_catalog.jsonb
order by "t"."id" asc
limit 6;
-- $1 = "{\"list\":[1,\"two\",null,9],\"o\":{\"key\":\"v\",\"k2\":5,\"k3\":6},\"n\":12345678901234567890.1}"
