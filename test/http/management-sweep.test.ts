import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getNamedType, isObjectType, parse, type GraphQLField, type GraphQLObjectType } from 'graphql';
import pg from 'pg';
import { emptySet } from '../../src/capability/capability-set.js';
import { listCapabilities } from '../../src/capability/capability-text.js';
import { managementSpace } from '../../src/management-schema/management-catalog.js';
import { buildManagementSchema } from '../../src/management-schema/management-schema.js';
import { findMissingCapabilities } from '../../src/management-schema/missing-capabilities.js';
import { referencesOfField } from '../../src/management-schema/schema-guard.js';
import { ask, startTestGateway, type TestAnswer, type TestGateway } from '../support/test-gateway.js';
import {
  createWorld,
  rootCases,
  sweptElsewhere,
  type RootCase,
  type World,
} from './management-sweep-cases.js';

/*
 * Every field of the management API over HTTP: allowed, lacking each capability that it needs, bad input, stale version,
 * not found. What there is to sweep is taken from the schema, so that a new field without a case fails here.
 */

const schema = buildManagementSchema();
const roots = ['Query', 'Mutation'] as const;
interface Step {
  readonly name: string;
  readonly args: string;
}

/** Arguments without which a field on the way cannot be asked. */
const argumentsAt: Readonly<Record<string, string>> = { 'User.effectiveRights': '(database: "crm")' };

let gateway: TestGateway;
let world: World;
let sql: pg.Client;

beforeAll(async () => {
  gateway = await startTestGateway();
  world = createWorld(gateway);
  sql = new pg.Client({ connectionString: gateway.controlPlaneUrl });
  await sql.connect();
});

afterAll(async () => {
  await sql.end();
  await gateway.close();
});

type Field = GraphQLField<unknown, unknown>;

function fieldsOf(typeName: string): readonly Field[] {
  return Object.values((schema.getType(typeName) as GraphQLObjectType).getFields());
}

function documentOf(path: string): string {
  const [root = '', name = ''] = path.split('.');
  const { args, definitions, selection } = caseOf(path);
  const field = fieldsOf(root).find((candidate) => candidate.name === name);
  const input = field?.args.find((argument) => argument.name === 'input');
  const declared = definitions ?? (input ? `($input: ${String(input.type)})` : '');
  const given = args ?? (input ? '(input: $input)' : '');
  const isLeaf = !field || !isObjectType(getNamedType(field.type));
  const asked = selection ?? (isLeaf ? '' : '{ __typename }');
  return `${root.toLowerCase()} ${declared} { ${name}${given} ${asked} }`;
}

function caseOf(path: string): RootCase {
  const found = rootCases[path];
  if (!found) throw new Error(`There is no case for ${path}.`);
  return found;
}

const keysWithout = new Map<string, Promise<string>>();

/** A key of the administrator with all capabilities but this one. */
function keyWithout(reference: string): Promise<string> {
  const known = keysWithout.get(reference) ?? makeKeyWithout(reference);
  keysWithout.set(reference, known);
  return known;
}

async function makeKeyWithout(reference: string): Promise<string> {
  const [place = '', verb = ''] = reference.split(':');
  const isColumn = place.includes('.');
  const [table = ''] = place.split('.');
  const lacks = (text: string): boolean => {
    if (text === reference) return true;
    if (managementSpace.named.includes(reference)) return false;
    // The row comes with any column of it, and a column with the whole table.
    return isColumn
      ? text === `${table}:${verb}`
      : new RegExp(`^${table}(\\.\\w+)?:${verb}$`).test(text) && !managementSpace.named.includes(text);
  };
  const capabilities = listCapabilities(managementSpace).filter((text) => !lacks(text));
  const { secret } = await gateway.createKey({
    as: 'admin@example.com',
    databaseSlug: 'gateway',
    capabilities,
  });
  return secret;
}

async function run(path: string, key: string, make: RootCase['variables']): Promise<TestAnswer> {
  return ask(gateway, key, documentOf(path), { variables: await make(world) });
}

async function auditHead(): Promise<string> {
  const { rows } = await sql.query<{ audit_sequence: string }>('SELECT audit_sequence FROM gateway.revision');
  return rows[0]?.audit_sequence ?? '';
}

describe('the sweep', () => {
  it('has a case for every root field, and none beside', () => {
    const names = roots.flatMap((root) => fieldsOf(root).map(({ name }) => `${root}.${name}`));
    expect([...Object.keys(rootCases), ...Object.keys(sweptElsewhere)].sort()).toEqual(names.sort());
  });

  it('finds scope rules on every field of every type', () => {
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      for (const field of Object.values(type.getFields())) {
        expect(() => referencesOfField(type.name, field)).not.toThrow();
      }
    }
  });
});

describe.each(Object.keys(rootCases))('%s', (path) => {
  const { variables, bad, stale, notFound } = caseOf(path);

  it('is answered to whoever holds all that it needs', async () => {
    const { body } = await run(path, gateway.keys.gateway, variables);
    expect(body.errors).toBeUndefined();
    expect(body.data?.[path.split('.')[1] ?? '']).not.toBeNull();
  });

  it('is forbidden, by name and without a trace, to whoever lacks any of it', async () => {
    const given = await variables(world);
    const needed = findMissingCapabilities(
      schema,
      parse(documentOf(path)),
      null,
      given,
      emptySet(managementSpace),
    );
    for (const reference of needed) {
      const key = await keyWithout(reference);
      const before = await auditHead();
      const { status, body } = await ask(gateway, key, documentOf(path), { variables: given });
      expect({ status, code: body.errors?.[0]?.extensions.code }).toEqual({ status: 200, code: 'FORBIDDEN' });
      expect(body.errors?.[0]?.extensions['missing']).toContain(reference);
      expect(body.data).toBeUndefined();
      expect(await auditHead()).toBe(before);
    }
  });

  if (bad) {
    it.each(Object.keys(bad))('refuses bad input, naming %s', async (field) => {
      const given = await (bad[field] ?? variables)(world);
      const before = await auditHead();
      const { body } = await run(path, gateway.keys.gateway, () => given);
      expect(body.errors?.map(({ extensions }) => extensions.code)).toContain('BAD_USER_INPUT');
      expect(body.errors?.map(({ extensions }) => extensions['field'])).toContain(field);
      expect(await auditHead()).toBe(before);
    });
  }

  if (stale) {
    it('refuses a stale version and changes nothing', async () => {
      const given = await stale(world);
      const before = await auditHead();
      const { body } = await run(path, gateway.keys.gateway, () => given);
      expect(body.errors?.[0]?.extensions.code).toBe('CONFLICT');
      expect(await auditHead()).toBe(before);
    });
  }

  if (notFound) {
    it('says so where there is no such thing', async () => {
      const { body } = await run(path, gateway.keys.gateway, notFound);
      if (path.startsWith('Mutation.')) expect(body.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      else {
        expect(body.errors).toBeUndefined();
        expect(body.data?.[path.split('.')[1] ?? '']).toBeNull();
      }
    });
  }
});

describe('every field of every type', () => {
  const paths = shortestPaths();

  it.each([...paths.keys()].flatMap((type) => fieldsOf(type).map(({ name }) => [type, name] as const)))(
    '%s.%s is forbidden to whoever lacks what it needs, and answered to whoever holds it',
    async (typeName, name) => {
      const field = fieldsOf(typeName).find((candidate) => candidate.name === name);
      if (!field) throw new Error('The field came from the schema.');
      const document = documentAt(typeName, paths.get(typeName) ?? [], field);
      const allowed = await ask(gateway, gateway.keys.gateway, document);
      expect(allowed.body.errors).toBeUndefined();
      for (const reference of referencesOfField(typeName, field)) {
        const { body } = await ask(gateway, await keyWithout(reference), document);
        expect(body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
        expect(body.errors?.[0]?.extensions['missing']).toContain(reference);
        expect(body.data).toBeUndefined();
      }
    },
  );
});

/** How to come from Query to each object type that is not only reached by a change. */
function shortestPaths(): ReadonlyMap<string, readonly Step[]> {
  const found = new Map<string, readonly Step[]>();
  const queue: { readonly type: string; readonly path: readonly Step[] }[] = [{ type: 'Query', path: [] }];
  for (let next = queue.shift(); next; next = queue.shift()) {
    for (const field of fieldsOf(next.type)) {
      const type = getNamedType(field.type);
      const isOpen = field.args.every((argument) => !String(argument.type).endsWith('!'));
      const args = argumentsAt[`${next.type}.${field.name}`];
      if (!isObjectType(type) || found.has(type.name) || (!isOpen && args === undefined)) continue;
      const path = [...next.path, { name: field.name, args: args ?? '' }];
      found.set(type.name, path);
      queue.push({ type: type.name, path });
    }
  }
  return found;
}

function documentAt(typeName: string, path: readonly Step[], field: Field): string {
  const leaf = `${field.name}${argumentsAt[`${typeName}.${field.name}`] ?? ''} ${isObjectType(getNamedType(field.type)) ? '{ __typename }' : ''}`;
  const inner = path.reduceRight((content, step) => `${step.name}${step.args} { ${content} }`, leaf);
  return `{ ${inner} }`;
}
