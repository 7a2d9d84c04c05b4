import SchemaBuilder from '@pothos/core';
import ScopeAuthPlugin, {
  type AuthFailure,
  AuthScopeFailureType,
  type ForbiddenResult,
} from '@pothos/plugin-scope-auth';
import { PosternError } from '../foundation/postern-error.js';
import type { CapabilityReference } from './management-catalog.js';
import { missingOf } from './capability-reference.js';
import type { ManagementContext } from './management-context.js';

interface PartialManagementTypes {
  Defaults: 'v4';
  Context: ManagementContext;
  DefaultFieldNullability: false;
  DefaultAuthStrategy: 'all';
  AuthScopes: {
    /** An accepted caller, whoever it is. Said aloud, since an empty scope map would allow too. */
    caller: boolean;
    /** Every one of these. A list, because a scope can stand only once in a map. */
    capability: readonly [CapabilityReference, ...CapabilityReference[]];
  };
  Scalars: {
    ID: { Input: string; Output: string };
    /** Milliseconds since 1970. */
    DateTime: { Input: number; Output: number };
    JSON: { Input: unknown; Output: unknown };
  };
}

export type ManagementTypes = PothosSchemaTypes.ExtendDefaultTypes<PartialManagementTypes>;

export type ManagementBuilder = PothosSchemaTypes.SchemaBuilder<ManagementTypes>;

/** A builder without types: scope-auth takes the caller from the context, and grants nothing outside of it. */
export function createManagementBuilder(): ManagementBuilder {
  return new SchemaBuilder<PartialManagementTypes>({
    plugins: [ScopeAuthPlugin],
    defaults: 'v4',
    defaultFieldNullability: false,
    scopeAuth: {
      defaultStrategy: 'all',
      unauthorizedError: (_parent, context, _info, result) => forbiddenByPlugin(context, result),
      authScopes: (context) => ({
        caller: true,
        capability: (references) => missingOf(context.effective, references).length === 0,
      }),
    },
  });
}

/** The refusal that names everything that is missing. */
export function forbidden(missing: readonly CapabilityReference[]): PosternError {
  return new PosternError('FORBIDDEN', undefined, { missing });
}

function forbiddenByPlugin(context: ManagementContext, result: ForbiddenResult): PosternError {
  return forbidden(missingOf(context.effective, referencesOf(result.failure)));
}

function referencesOf(failure: AuthFailure): CapabilityReference[] {
  if (
    failure.kind === AuthScopeFailureType.AllAuthScopes ||
    failure.kind === AuthScopeFailureType.AnyAuthScopes
  ) {
    return failure.failures.flatMap(referencesOf);
  }
  if (failure.kind !== AuthScopeFailureType.AuthScope || failure.scope !== 'capability') return [];
  return failure.parameter as CapabilityReference[];
}
