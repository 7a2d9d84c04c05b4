import {
  execute,
  GraphQLError,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../authentication/caller.js';
import { effectiveCapabilities } from '../authentication/effective-capabilities.js';
import type { CapabilitySet } from '../capability/capability-set.js';
import { depthRule } from '../database-schema/depth-rule.js';
import type { OperationRequest } from '../database-schema/prepare-operation.js';
import { PosternError } from '../foundation/postern-error.js';
import { findMissingCapabilities } from '../management-schema/missing-capabilities.js';
import { visibleManagementSchema } from '../management-schema/visible-management-schema.js';
import type { RunForCaller } from './answer-operation.js';
import type { Decisions } from './decisions.js';
import { forbiddenAnswer } from './forbidden-answer.js';
import { failedAnswer, publicErrors, refuseErrors, type LogMasked } from './graphql-errors.js';
import type { Answer, RequestFacts } from './operation-request.js';
import { hideQuotedSecrets } from './quoted-secrets.js';

const MAX_DEPTH = 12;
const MAX_ERRORS = 20;
const MAX_VISIBLE_SCHEMAS = 32;

/**
 * Operations on the built-in database `gateway`: graphql-js runs the management schema, as far as the caller may see
 * it, its resolvers guarded by the plugin. What is hidden is FORBIDDEN only where the whole schema would accept it.
 */
export function createRunOnGateway(needs: {
  readonly schema: GraphQLSchema;
  readonly offer: Parameters<typeof effectiveCapabilities>[1];
  readonly contextOf: (caller: Caller, effective: CapabilitySet, facts: RequestFacts) => object;
  readonly decisions: Decisions;
  readonly logMasked: LogMasked;
}): RunForCaller {
  const { schema } = needs;
  const validateOn = createValidate();
  const visibleSchemas = new LRUCache<string, GraphQLSchema>({ max: MAX_VISIBLE_SCHEMAS });
  const visibleTo = (effective: CapabilitySet): GraphQLSchema => {
    const known = visibleSchemas.get(effective.fingerprint) ?? visibleManagementSchema(schema, effective);
    visibleSchemas.set(effective.fingerprint, known);
    return known;
  };
  return async (caller, request, facts) => {
    try {
      const effective = effectiveCapabilities(caller.state, needs.offer);
      const visible = visibleTo(effective);
      const invalid = validateOn(visible, request);
      const isWhole = invalid.length === 0 || validateOn(schema, request).length === 0;
      const missing = isWhole ? missingFor(schema, request, effective) : [];
      if (missing.length > 0) return forbiddenAnswer(needs.decisions, caller, facts, missing);
      if (invalid.length > 0) {
        return refuseErrors('GRAPHQL_VALIDATION_FAILED', hideQuotedSecrets(invalid, request));
      }
      return await run(visible, request, needs.contextOf(caller, effective, facts), needs.logMasked);
    } catch (error) {
      return failedAnswer(error, needs.logMasked);
    }
  };
}

/** Documents are parsed once and kept, so what was said of one stays true for as long as it and the schema are kept. */
function createValidate(): (schema: GraphQLSchema, request: OperationRequest) => readonly GraphQLError[] {
  const rules = [...specifiedRules, depthRule(MAX_DEPTH)];
  const verdicts = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, readonly GraphQLError[]>>();
  return (schema, { document, operation }) => {
    // graphql-js lets any operation pass for whose kind the schema has no root.
    if (!schema.getRootType(operation.operation)) {
      return [new GraphQLError(`This schema has no ${operation.operation}s.`, { nodes: operation })];
    }
    const byDocument = verdicts.get(schema) ?? new WeakMap<DocumentNode, readonly GraphQLError[]>();
    verdicts.set(schema, byDocument);
    const known =
      byDocument.get(document) ??
      validate(schema, document, rules, { hideSuggestions: true, maxErrors: MAX_ERRORS });
    byDocument.set(document, known);
    return known;
  };
}

function missingFor(
  schema: GraphQLSchema,
  request: OperationRequest,
  effective: CapabilitySet,
): readonly string[] {
  const { document, operation, variables } = request;
  return findMissingCapabilities(schema, document, operation.name?.value, variables, effective);
}

async function run(
  schema: GraphQLSchema,
  request: OperationRequest,
  contextValue: object,
  logMasked: LogMasked,
): Promise<Answer> {
  const { document, operation, variables } = request;
  const result = await execute({
    schema,
    document,
    contextValue,
    variableValues: variables,
    operationName: operation.name?.value ?? null,
    hideSuggestions: true,
  });
  // Without data graphql-js never began: the variables do not fit.
  if (!('data' in result)) {
    return refuseErrors('BAD_USER_INPUT', hideQuotedSecrets(result.errors ?? [], request));
  }
  // Nothing was confirmed, so nothing is answered; a registered database that is away fails its own fields only.
  const unavailable = result.errors?.find(({ originalError }) => isControlPlaneAway(originalError));
  if (unavailable) return failedAnswer(unavailable.originalError, logMasked);
  const errors = result.errors?.flatMap((error) => publicErrors(error, logMasked));
  const body = JSON.stringify({ ...(errors && { errors }), data: result.data });
  return { status: 200, statusRule: 'always', headers: {}, body };
}

function isControlPlaneAway(error: unknown): boolean {
  return error instanceof PosternError && error.code === 'CONTROL_PLANE_UNAVAILABLE';
}
