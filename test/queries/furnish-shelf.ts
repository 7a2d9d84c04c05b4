/** A table of the types that the sample has no use for. Row 3 is null wherever it can be. */
export const furnishShelf = `
CREATE TABLE shelf (
  id bigint PRIMARY KEY,
  small smallint,
  ratio double precision,
  exact numeric,
  is_full boolean,
  code uuid,
  raw bytea,
  day date,
  at_local timestamp,
  at_instant timestamptz,
  opens time,
  lasts interval,
  letter char(4),
  address inet,
  document json,
  numbers bigint[],
  instants timestamptz[],
  stages opportunity_stage[]
);
INSERT INTO shelf VALUES
  (9007199254740993, -32768, 1e20, 12345678901234567890.123456789, true,
   '2f1c6a1e-7a52-4d3c-9f0e-0b7c5d1e4a90', '\\x00ff10', '2024-02-29', '2024-02-29 23:59:59.5',
   '2024-02-29 23:59:59.123456+02', '09:30', '1 day 02:00', 'ab', '192.0.2.1', '{"a": [1, 2.50, null]}',
   '{1,NULL,9007199254740993}', '{"2024-01-01 00:00:00+01",NULL}', '{won,lost}'),
  (-2, 32767, 'NaN', 'NaN', false,
   '00000000-0000-0000-0000-000000000000', '', 'infinity', '-infinity',
   'infinity', '24:00', '-1 mon', 'äöü"', '2001:db8::/32', '"text"', '{}', '{}', '{}'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
`;
