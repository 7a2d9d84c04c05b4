import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  assertValidSchema,
  getOperationAST,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  lexicographicSortSchema,
  parse,
  printSchema,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { everything, type CapabilitySet } from '../../src/capability/capability-set.js';
import { listCapabilities } from '../../src/capability/capability-text.js';
import { denote } from '../../src/capability/denotation.js';
import { missingOf } from '../../src/management-schema/capability-reference.js';
import { needsOf } from '../../src/management-schema/input-needs.js';
import { managementSpace } from '../../src/management-schema/management-catalog.js';
import { buildManagementSchema } from '../../src/management-schema/management-schema.js';
import { findMissingCapabilities } from '../../src/management-schema/missing-capabilities.js';
import { referencesOfField } from '../../src/management-schema/schema-guard.js';
import { visibleManagementSchema } from '../../src/management-schema/visible-management-schema.js';

const schema = buildManagementSchema();

describe('the visible management schema', () => {
  it('is the whole one for whoever may do everything', () => {
    expect(sorted(visibleManagementSchema(schema, everything(managementSpace)))).toBe(sorted(schema));
  });

  it('is `me` and the own password and sessions, for whoever may do nothing', () => {
    const visible = visibleManagementSchema(schema, denote(managementSpace, []));
    assertValidSchema(visible);
    expect(Object.keys(visible.getQueryType()?.getFields() ?? {})).toEqual(['me']);
    const own = ['changePassword', 'endSession', 'endSessions', 'signIn', 'signOut'];
    expect(Object.keys(visible.getMutationType()?.getFields() ?? {}).sort()).toEqual(own);
    const outputs = ['Caller', 'ChangePasswordPayload', 'EndSessionPayload', 'EndSessionsPayload', 'Session'];
    const inputs = ['ChangePasswordInput', 'EndSessionInput', 'EndSessionsInput', 'SignInInput'];
    expect(namesOf(visible).filter((name) => !name.includes('.'))).toEqual(
      [...outputs, ...inputs, 'SignInPayload', 'Mutation', 'Query'].sort(),
    );
  });

  it('shows arguments and inputs only as far as their columns may be used', () => {
    const visible = seenWith(['apiKeys.name:select', 'users:select', 'users.email:insert', 'users:delete']);
    const apiKeys = visible.getQueryType()?.getFields()['apiKeys'];
    expect(apiKeys?.args.map((argument) => argument.name)).toEqual([
      'first',
      'after',
      'last',
      'before',
      'orderBy',
    ]);
    expect(namesOf(visible)).not.toContain('ApiKey.state');
    expect(namesOf(visible)).not.toContain('Mutation.createApiKey');
    expect(namesOf(visible)).toEqual(
      expect.arrayContaining(['CreateUserInput.email', 'Mutation.deleteUser']),
    );
    expect(namesOf(visible)).not.toContain('CreateUserInput.name');
  });

  it('never shows what would be refused, and accepts nothing that lacks a capability', () => {
    const some = fc.subarray(listCapabilities(managementSpace), { maxLength: 25 });
    fc.assert(
      fc.property(some, (capabilities) => {
        const effective = denote(managementSpace, capabilities);
        const visible = visibleManagementSchema(schema, effective);
        assertValidSchema(visible);
        expect(refusedIn(visible, effective)).toEqual([]);
        for (const text of samples) {
          const document = parse(text);
          const isVisible = accepts(visible, document);
          const missing = findMissingCapabilities(schema, document, null, {}, effective);
          expect({ text, isVisible }).toEqual({ text, isVisible: missing.length === 0 });
        }
      }),
      { numRuns: 200 },
    );
  });
});

// Orders are values, which a schema cannot hide; so none stands here.
const samples = [
  '{ me { kind } }',
  '{ apiKeys { nodes { name } } }',
  '{ apiKeys(where: { tag: "x" }) { nodes { id state } } }',
  '{ users(search: "x") { edges { node { email } } } }',
  '{ databases { slug status } }',
  'mutation { disableUser(input: { id: "x" }) { user { enabled } } }',
  'mutation { createUser(input: { email: "x" }) { user { id } } }',
  'mutation { createUser(input: { email: "x", attributes: {} }) { user { id } } }',
];

function seenWith(capabilities: readonly string[]): GraphQLSchema {
  return visibleManagementSchema(schema, denote(managementSpace, capabilities));
}

// graphql-js validates nothing below an operation whose root type the schema lacks: so that is asked first.
function accepts(visible: GraphQLSchema, document: DocumentNode): boolean {
  const operation = getOperationAST(document)?.operation;
  return (
    operation !== undefined && !!visible.getRootType(operation) && validate(visible, document).length === 0
  );
}

function refusedIn(visible: GraphQLSchema, effective: CapabilitySet): string[] {
  return Object.values(visible.getTypeMap()).flatMap((type) => {
    if (isIntrospectionType(type)) return [];
    if (isObjectType(type)) {
      return Object.values(type.getFields()).flatMap((field) =>
        missingOf(effective, referencesOfField(type.name, field)),
      );
    }
    if (!isInputObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const needs = needsOf(field);
      return needs.kind === 'capabilities' ? missingOf(effective, needs.references) : [];
    });
  });
}

function namesOf(visible: GraphQLSchema): string[] {
  return Object.values(visible.getTypeMap())
    .filter((type) => !isIntrospectionType(type))
    .flatMap((type) =>
      isObjectType(type) || isInputObjectType(type)
        ? [type.name, ...Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)]
        : [],
    )
    .sort();
}

function sorted(of: GraphQLSchema): string {
  return printSchema(lexicographicSortSchema(of));
}
