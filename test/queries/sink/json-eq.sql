select "t"."id"
from "public"."sink" as "t"
where "t"."a_jsonb" = $1::pg_catalog.jsonb
order by "t"."id" asc
limit 6;
-- $1 = "{\"list\":[1,\"two\",null],\"o\":{\"k2\":5.0,\"key\":\"v\"},\"n\":12345678901234567890.10}"
