import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { everything } from '../../src/capability/capability-set.js';
import { listCapabilities } from '../../src/capability/capability-text.js';
import { holds } from '../../src/management-schema/capability-reference.js';
import { columnOfOrder, columnOfRestriction } from '../../src/management-schema/api-key-enums.js';
import { coveredByField, needsOf } from '../../src/management-schema/input-needs.js';
import { createManagementBuilder } from '../../src/management-schema/management-builder.js';
import { managementSpace, type CapabilityReference } from '../../src/management-schema/management-catalog.js';
import { buildManagementSchema } from '../../src/management-schema/management-schema.js';
import { assertGuarded, referencesOfField } from '../../src/management-schema/schema-guard.js';
import { contract } from './contract.js';

const schema = buildManagementSchema();

describe('the management schema', () => {
  it('has the types, fields, arguments and nullability of the contract, and nothing else', () => {
    expect(signaturesOf(schema)).toEqual(signaturesOf(buildSchema(contract)));
  });

  it('explains every type, field, argument, input and enum value', () => {
    const silent = partsOf(schema).filter(({ description }) => !description);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('can be built more than once in a process', () => {
    expect(signaturesOf(buildManagementSchema())).toEqual(signaturesOf(schema));
  });
});

describe('the sweep over scope rules', () => {
  it('finds rules on every field and needs on every input', () => {
    expect(() => assertGuarded(schema)).not.toThrow();
    expect(partsOf(schema).length).toBeGreaterThan(150);
  });

  it('finds only capabilities that can be granted', () => {
    const all = everything(managementSpace);
    const references = [
      ...allReferences(schema),
      ...Object.values(columnOfOrder),
      ...Object.values(columnOfRestriction),
    ];
    expect(references.filter((reference) => !holds(all, reference))).toEqual([]);
    expect(references.filter((reference) => !listCapabilities(managementSpace).includes(reference))).toEqual(
      [],
    );
  });

  it.each([
    ['ApiKey', 'apiKeys'],
    ['User', 'users'],
    ['Group', 'groups'],
    ['Database', 'databases'],
  ])(
    'asks on each field of %s for its own column, and on a relation for the row that it leads to',
    (name, table) => {
      const rows: Readonly<Record<string, string>> = {
        User: 'users',
        Group: 'groups',
        Database: 'databases',
        ApiKeyConnection: 'apiKeys',
        UserConnection: 'users',
      };
      // They show columns of their user's groups, and what of them a key removes: effective-rights.test.ts.
      for (const field of fieldsOf(name).filter((one) => one.name !== 'effectiveRights')) {
        const target = rows[getNamedType(field.type).name];
        expect([field.name, ...referencesOfField(name, field)]).toEqual([
          field.name,
          `${table}.${field.name}:select`,
          ...(target === undefined ? [] : [`${target}:select`]),
        ]);
      }
    },
  );

  it('leaves open to every caller what says nothing about others, and nothing else', () => {
    const open = ownTypes(schema)
      .filter(isObjectType)
      .flatMap((type) => fieldsOf(type.name).map((field) => ({ type, field })))
      .filter(({ type, field }) => referencesOfField(type.name, field).length === 0)
      .map(({ type, field }) => `${type.name}.${field.name}`);
    expect(open.sort()).toEqual([
      'ApiKeySecretPayload.secret',
      'Caller.database',
      'Caller.effectiveCapabilities',
      'Caller.email',
      'Caller.kind',
      'Caller.sessions',
      'ChangePasswordPayload.me',
      // The service asks: they are open for one's own.
      'EndSessionPayload.session',
      'EndSessionsPayload.endedCount',
      'Mutation.changePassword',
      'Mutation.endSession',
      'Mutation.endSessions',
      'Mutation.signIn',
      'Mutation.signOut',
      'PageInfo.endCursor',
      'PageInfo.hasNextPage',
      'PageInfo.hasPreviousPage',
      'PageInfo.startCursor',
      'Query.me',
      // What leads to one asks.
      'Session.address',
      'Session.createdAt',
      'Session.id',
      'Session.isCurrent',
      'Session.lastSeenAt',
      'Session.userAgent',
      'SignInPayload.me',
    ]);
  });

  it('asks for the column that each value of an input is written to', () => {
    const columnOf = (field: string) => (field === 'accessAsUserId' ? 'accessAs' : field);
    const inputs = [
      ['CreateApiKeyInput', 'apiKeys', 'insert'],
      ['UpdateApiKeyInput', 'apiKeys', 'update'],
      ['CreateUserInput', 'users', 'insert'],
      ['UpdateUserInput', 'users', 'update'],
      ['SetUserPasswordInput', 'users', 'update'],
      ['GroupCapabilitiesInput', 'groups', 'update'],
    ] as const;
    for (const [name, table, verb] of inputs) {
      const type = schema.getType(name);
      for (const field of isInputObjectType(type) ? Object.values(type.getFields()) : []) {
        const needs = needsOf(field);
        if (['id', 'groupId', 'version', 'unset'].includes(field.name)) continue;
        expect([name, ...capabilitiesOf(needs)]).toContain(`${table}.${columnOf(field.name)}:${verb}`);
      }
    }
  });

  it.each([
    ['no rules', undefined],
    ['an empty map, which the plugin allows', {}],
    ['an empty list of capabilities', { capability: [] }],
    ['`caller: false`', { caller: false }],
    ['rules that the check before running cannot read', () => ({ caller: true })],
    ['a combination that the check before running does not know', { $any: { caller: true } }],
    ['`$all: {}`, which the plugin allows', { $all: {} }],
  ])('fails on a field with %s', (_what, authScopes) => {
    expect(() => assertGuarded(schemaWith({ authScopes } as never))).toThrow('Query.probe needs authScopes');
  });

  it('passes a field with rules, so that what it fails on is the rules', () => {
    expect(() => assertGuarded(schemaWith({ authScopes: { caller: true } }))).not.toThrow();
  });

  it('fails on an argument that does not say what it needs', () => {
    expect(() => assertGuarded(schemaWith({ authScopes: { caller: true } }, {}))).toThrow(
      'The input probed does not say what it needs.',
    );
  });
});

function fieldsOf(name: string): GraphQLField<unknown, unknown>[] {
  const type = schema.getType(name);
  return isObjectType(type) ? Object.values(type.getFields()) : [];
}

function schemaWith(
  options: { readonly authScopes: { readonly caller: true } },
  argument: object = coveredByField,
): GraphQLSchema {
  const builder = createManagementBuilder();
  builder.queryType({
    fields: (t) => ({
      probe: t.boolean({ ...options, args: { probed: t.arg.boolean(argument) }, resolve: () => true }),
    }),
  });
  return builder.toSchema({ sortSchema: false });
}

function allReferences(of: GraphQLSchema): CapabilityReference[] {
  return ownTypes(of).flatMap((type) => {
    if (isObjectType(type)) {
      return Object.values(type.getFields()).flatMap((field) => [
        ...referencesOfField(type.name, field),
        ...field.args.flatMap((argument) => capabilitiesOf(needsOf(argument))),
      ]);
    }
    if (!isInputObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => capabilitiesOf(needsOf(field)));
  });
}

function capabilitiesOf(needs: ReturnType<typeof needsOf>): readonly CapabilityReference[] {
  return needs.kind === 'capabilities' ? needs.references : [];
}

interface Part {
  readonly name: string;
  readonly signature: string;
  readonly description: string | null | undefined;
}

function signaturesOf(of: GraphQLSchema): string[] {
  return partsOf(of)
    .map(({ name, signature }) => `${name}${signature}`)
    .sort();
}

function partsOf(of: GraphQLSchema): Part[] {
  return ownTypes(of).flatMap((type) => [
    { name: type.name, signature: ` ${type.constructor.name}`, description: type.description },
    ...membersOf(type),
  ]);
}

function membersOf(type: GraphQLNamedType): Part[] {
  const part = (name: string, signature: string, description: string | null | undefined): Part => ({
    name: `${type.name}.${name}`,
    signature,
    description,
  });
  if (isEnumType(type)) return type.getValues().map((value) => part(value.name, '', value.description));
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) =>
      part(field.name, `: ${String(field.type)} = ${String(field.defaultValue)}`, field.description),
    );
  }
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    part(field.name, `: ${String(field.type)}`, field.description),
    ...field.args.map((argument) =>
      part(
        `${field.name}(${argument.name})`,
        `: ${String(argument.type)} = ${String(argument.defaultValue)}`,
        argument.description,
      ),
    ),
  ]);
}

function ownTypes(of: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(of.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
}
