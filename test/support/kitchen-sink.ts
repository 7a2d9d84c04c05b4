/**
 * A database of every type and of every difficulty: no test changes its rows. `sink` has a column of each type; row 1
 * is usual, row 2 is at the edges of each type, row 3 is null wherever it can be. Others extend it.
 */
export const kitchenSink = `
CREATE TYPE mood AS ENUM ('so so', 'ok', 'PG-13', 'true', '');
COMMENT ON TYPE mood IS 'How somebody feels.';
CREATE DOMAIN short_text AS text CHECK (length(value) <= 20);
CREATE DOMAIN positive AS numeric CHECK (value > 0);
CREATE TYPE geo AS (lat float8, lon float8);
CREATE TYPE address AS (street text, "House No" int, place geo, tags text[], mood mood, valid daterange, raw bytea, amount numeric);
COMMENT ON TYPE address IS 'Where somebody lives.';
COMMENT ON COLUMN address.street IS 'Without the number.';
CREATE TYPE weekday_range AS RANGE (subtype = time);

CREATE TABLE sink (
  id int PRIMARY KEY,
  a_smallint smallint,
  an_int int,
  a_bigint bigint,
  a_numeric numeric,
  a_numeric_4_2 numeric(4, 2),
  a_real real,
  a_double double precision,
  a_money money,
  a_boolean boolean,
  a_text text,
  a_varchar varchar(40),
  a_char char(4),
  a_name name,
  a_byte "char",
  a_uuid uuid,
  a_date date,
  a_time time,
  a_timetz timetz,
  a_timestamp timestamp,
  a_timestamptz timestamptz,
  an_interval interval,
  a_bytea bytea,
  a_json json,
  a_jsonb jsonb,
  a_bit bit(5),
  a_varbit varbit,
  an_inet inet,
  a_cidr cidr,
  a_macaddr macaddr,
  a_macaddr8 macaddr8,
  an_xml xml,
  a_point point,
  a_box box,
  a_tsvector tsvector,
  a_tsquery tsquery,
  an_lsn pg_lsn,
  a_regclass regclass,
  an_oid oid,
  a_mood mood,
  a_short_text short_text,
  a_positive positive,
  an_int4range int4range,
  an_int8range int8range,
  a_numrange numrange,
  a_daterange daterange,
  a_tsrange tsrange,
  a_tstzrange tstzrange,
  a_weekday_range weekday_range,
  an_int4multirange int4multirange,
  a_tstzmultirange tstzmultirange,
  an_address address,
  ints int[],
  matrix int[][],
  cube int[][][],
  texts text[],
  bigints bigint[],
  numerics numeric[],
  booleans boolean[],
  byteas bytea[],
  jsons json[],
  jsonbs jsonb[],
  timestamps timestamptz[],
  moods mood[],
  shorts short_text[],
  moneys money[],
  points point[],
  boxes box[],
  ranges int4range[],
  addresses address[]
);

INSERT INTO sink VALUES (
  1, -7, 42, 9007199254740993, 1234567890123456789012345678901234567.890, 12.50, 0.1, 1e20, 1234.50, true,
  'usual "text"', 'varchar', 'ab', 'a_name', 'x', '2f1c6a1e-7a52-4d3c-9f0e-0b7c5d1e4a90', '2024-02-29', '09:30',
  '09:30:00+02', '2024-02-29 23:59:59.5', '2024-02-29 23:59:59.123456+02', '1 year 2 days 03:04:05.5', '\\x00ff10',
  '{"b": 1, "a": 2.50, "b": 3}', '{"n": 12345678901234567890.10, "list": [1, "two", null], "o": {"key": "v", "k2": 5}}',
  B'10101', B'1', '192.0.2.1', '192.0.2.0/24', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05',
  '<?xml version="1.0"?><a b="c">text</a>', '(1.5,2)', '((0,0),(1,1))', 'a fat cat sat'::tsvector, '''fat'' & ''cat''',
  '16/B374D848', 'pg_class', 4294967295, 'ok', 'short', 0.5,
  '[1,10)', '[1,9007199254740993)', '(1.5,2.50]', '[2024-01-01,2024-02-01)', '[2024-01-01 10:00,2024-01-01 12:00)',
  '[2024-01-01 10:00+02,2024-01-01 12:00+02)', '[08:00,17:00)', '{[1,3),[5,7)}',
  '{["2024-01-01 00:00+00","2024-01-02 00:00+00")}',
  ROW('a "quoted" street, (1)', 7, ROW(1.5, -2)::geo, '{"x,y",NULL,"q\\"\\\\"}', 'PG-13', '[2024-01-01,)', '\\xff', 1.10)::address,
  '{1,NULL,3}', '{{1,2},{3,4}}', '{{{1},{2}}}', '{a,"NULL",NULL,"q\\"\\\\,{}",""}', '{9007199254740993}', '{1.50,NaN}',
  '{t,f,NULL}', ARRAY['\\x00ff'::bytea], ARRAY['{"a": 1, "a": 2}'::json],
  ARRAY['{"a": [1, 2.50]}'::jsonb, NULL], '{"2024-01-01 00:00:00+01",NULL}', '{ok,"",NULL}', '{a,b}', '{1.50}',
  ARRAY['(1,2)'::point], ARRAY['((0,0),(1,1))'::box, '((2,2),(3,3))'], '{"[1,3)",empty,NULL}',
  ARRAY[ROW('s', 1, NULL, NULL, NULL, 'empty', NULL, 'NaN')::address, NULL]
), (
  2, 32767, -2147483648, -9223372036854775808, 'NaN', -99.99, 'NaN', '-Infinity', -0.01, false,
  '', '%_\\', '', '', '', '00000000-0000-0000-0000-000000000000', '0044-03-15 BC', '24:00',
  '23:59:59.999999-12:30', '-infinity', 'infinity', '-1 mon -2 days', '', '"text"', 'null', B'00000', B'',
  '2001:db8::/32', '::/0', 'ff:ff:ff:ff:ff:ff', 'ff:ff:ff:ff:ff:ff:ff:ff', 'text only', '(Infinity,-0)', '((1,2),(3,4))',
  '', '', '0/0', 'sink', 0, '', '', 1e-30, 'empty', '(,)', '[Infinity,NaN]', '[-infinity,infinity]', '(,2024-01-01]',
  '["0001-01-01 00:00+00 BC",infinity]', 'empty', '{}', '{(,)}', ROW(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::address,
  '{}', '{}', '{}', '{}', '{}', '{Infinity}', '{}', '{}', '{}', '{}', '{-infinity}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'
);
INSERT INTO sink (id) VALUES (3);

-- What can be a key, and its rows are found by what came out.
CREATE TABLE by_range (during daterange PRIMARY KEY, note text);
INSERT INTO by_range VALUES ('[2024-01-01,2024-02-01)', 'January'), ('empty', 'never');
CREATE TABLE by_list (path text[], revision numeric, note text, PRIMARY KEY (path, revision));
INSERT INTO by_list VALUES ('{a,NULL,"b c"}', 1.10, 'first'), ('{}', 0, 'second');
CREATE TABLE by_json (document jsonb PRIMARY KEY, note text);
INSERT INTO by_json VALUES ('{"a": 1.10}', 'object'), ('[]', 'list');
CREATE TABLE by_composite (place geo PRIMARY KEY, note text);
INSERT INTO by_composite VALUES (ROW(1, 2), 'here');
`;
