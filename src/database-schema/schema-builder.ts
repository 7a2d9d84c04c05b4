import SchemaBuilder from '@pothos/core';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import type { CapabilitySet } from '../capability/capability-set.js';
import { isGranted } from './is-granted.js';
import type { Reference } from '../planning/reference.js';
import type { CustomScalarName } from './scalars.js';

/** What the scopes of a database schema are evaluated for: the effective capabilities of one accepted caller. */
export interface GuardContext {
  readonly effective: CapabilitySet;
}

interface PartialTypes {
  Context: GuardContext;
  Scalars: Readonly<Record<CustomScalarName, { Input: unknown; Output: unknown }>>;
  DefaultAuthStrategy: 'all';
  AuthScopes: {
    /** An accepted caller, whoever it is. Said aloud, since an empty scope map would allow too. */
    caller: boolean;
    /** Every one of these. A list, because a scope can stand only once in a map. */
    capability: readonly [Reference, ...Reference[]];
  };
}

export type DatabaseSchemaTypes = PothosSchemaTypes.ExtendDefaultTypes<PartialTypes>;

export type DatabaseSchemaBuilder = PothosSchemaTypes.SchemaBuilder<DatabaseSchemaTypes>;

export function createDatabaseSchemaBuilder(): DatabaseSchemaBuilder {
  return new SchemaBuilder<PartialTypes>({
    plugins: [ScopeAuthPlugin],
    scopeAuth: {
      defaultStrategy: 'all',
      authScopes: (context) => ({
        caller: true,
        capability: (references) => references.every((reference) => isGranted(context.effective, reference)),
      }),
    },
  });
}
