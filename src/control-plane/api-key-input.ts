import { formatBlock, parseAddressList } from '../foundation/ip-address.js';
import type { ApiKeyRestriction, CreateApiKey, UpdateApiKey } from './control-plane.js';
import { readDescription, readInstant, readName, readObject, readTags } from './input-fields.js';
import type { Problems } from './problems.js';
import type { ApiKeyRecord } from './records.js';

/** What of a key can be said without knowing its user and database. */
export type PlainKeyFields = Pick<
  ApiKeyRecord,
  'name' | 'description' | 'tags' | 'validFromMs' | 'validUntilMs' | 'allowedAddresses' | 'rowNarrowing'
>;

export function readNewKey(problems: Problems, input: CreateApiKey): PlainKeyFields {
  const fields = {
    name: readName(problems, 'name', input.name),
    description: present(input.description)
      ? readDescription(problems, 'description', input.description)
      : null,
    tags: readTags(problems, 'tags', input.tags ?? []),
    validFromMs: readInstant(problems, 'validFrom', input.validFromMs),
    validUntilMs: readInstant(problems, 'validUntil', input.validUntilMs),
    allowedAddresses: present(input.allowedAddresses)
      ? readAddresses(problems, input.allowedAddresses)
      : null,
    rowNarrowing: present(input.rowNarrowing) ? readNarrowing(problems, input.rowNarrowing) : null,
  };
  refuseEmptyWindow(problems, fields);
  return fields;
}

/** The key's fields as they would be after the update. */
export function readChangedKey(problems: Problems, key: ApiKeyRecord, input: UpdateApiKey): PlainKeyFields {
  const unset = new Set(input.unset ?? []);
  refuseNulls(problems, input);
  refuseContradictions(problems, input, unset);
  const given = <Value, Read>(
    restriction: ApiKeyRestriction | null,
    value: Value | null | undefined,
    read: (value: Value) => Read,
    current: Read,
    none: Read,
  ): Read => {
    if (restriction !== null && unset.has(restriction)) return none;
    return present(value) ? read(value) : current;
  };
  const fields: PlainKeyFields = {
    name: given(null, input.name, (text) => readName(problems, 'name', text), key.name, key.name),
    tags: given(null, input.tags, (tags) => readTags(problems, 'tags', tags), key.tags, key.tags),
    description: given<string, string | null>(
      'DESCRIPTION',
      input.description,
      (text) => readDescription(problems, 'description', text),
      key.description,
      null,
    ),
    validFromMs: given(
      'VALID_FROM',
      input.validFromMs,
      (ms) => readInstant(problems, 'validFrom', ms),
      key.validFromMs,
      null,
    ),
    validUntilMs: given(
      'VALID_UNTIL',
      input.validUntilMs,
      (ms) => readInstant(problems, 'validUntil', ms),
      key.validUntilMs,
      null,
    ),
    allowedAddresses: given<readonly string[], readonly string[] | null>(
      'ALLOWED_ADDRESSES',
      input.allowedAddresses,
      (entries) => readAddresses(problems, entries),
      key.allowedAddresses,
      null,
    ),
    rowNarrowing: given<unknown, unknown>(
      'ROW_NARROWING',
      input.rowNarrowing,
      (narrowing) => readNarrowing(problems, narrowing),
      key.rowNarrowing,
      null,
    ),
  };
  refuseEmptyWindow(problems, fields);
  return fields;
}

/** The field of an update that each restriction takes away. */
const memberOf = {
  DESCRIPTION: ['description', 'description'],
  VALID_FROM: ['validFromMs', 'validFrom'],
  VALID_UNTIL: ['validUntilMs', 'validUntil'],
  ALLOWED_ADDRESSES: ['allowedAddresses', 'allowedAddresses'],
  CAPABILITIES: ['capabilities', 'capabilities'],
  ROW_NARROWING: ['rowNarrowing', 'rowNarrowing'],
} as const satisfies Record<ApiKeyRestriction, readonly [keyof UpdateApiKey, string]>;

function refuseNulls(problems: Problems, input: UpdateApiKey): void {
  if (input.unset === null) problems.add('unset', 'must not be null: leave it out to take nothing away.');
  for (const field of ['name', 'tags', 'accessAsUserId'] as const) {
    if (input[field] === null) problems.add(field, 'must not be null: leave it out to keep it.');
  }
  for (const [restriction, [member, field]] of Object.entries(memberOf)) {
    if (input[member] === null) {
      problems.add(field, `must not be null: leave it out to keep it, or use unset: [${restriction}].`);
    }
  }
}

function refuseContradictions(
  problems: Problems,
  input: UpdateApiKey,
  unset: ReadonlySet<ApiKeyRestriction>,
): void {
  for (const restriction of unset) {
    // The services are called by more than GraphQL, which would refuse an unknown value by itself.
    if (!(restriction in memberOf)) problems.add('unset', `there is no restriction ${restriction}.`);
    else if (present(input[memberOf[restriction][0]])) {
      problems.add('unset', `${restriction} is set and unset at once: decide for one.`);
    }
  }
}

/** What it says is for the database's catalog to judge. */
function readNarrowing(problems: Problems, value: unknown): Readonly<Record<string, unknown>> {
  return readObject(problems, 'rowNarrowing', value, '{ "tables": {}, "otherTables": "NONE" }');
}

function refuseEmptyWindow(problems: Problems, { validFromMs, validUntilMs }: PlainKeyFields): void {
  if (validFromMs !== null && validUntilMs !== null && validFromMs >= validUntilMs) {
    problems.add('validUntil', 'must be later than validFrom, or the key would never be valid.');
  }
}

function readAddresses(problems: Problems, entries: readonly string[]): readonly string[] {
  const blocks = parseAddressList(entries);
  if (blocks.kind === 'parsed') return blocks.value.map(formatBlock);
  problems.add('allowedAddresses', blocks.problem);
  return [];
}

function present<Value>(value: Value): value is NonNullable<Value> {
  return value !== null && value !== undefined;
}
