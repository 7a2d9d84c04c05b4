import {
  getVariableValues,
  GraphQLError,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { CapabilitySet } from '../capability/capability-set.js';
import { depthRule } from '../database-schema/depth-rule.js';
import type { OperationRequest } from '../database-schema/prepare-operation.js';
import { missingOf } from '../management-schema/capability-reference.js';
import type { CapabilityReference } from '../management-schema/management-catalog.js';
import { findNeededCapabilities } from '../management-schema/missing-capabilities.js';
import { visibleManagementSchema } from '../management-schema/visible-management-schema.js';
import { hideQuotedSecrets } from './quoted-secrets.js';

/** All that is decided about an operation on the management schema before anything of it runs. */
export type GatewayVerdict =
  | { readonly kind: 'invalid'; readonly errors: readonly GraphQLError[] }
  | (JudgedNeeds &
      (
        | { readonly kind: 'forbidden'; readonly missing: readonly string[] }
        /** A variable does not fit its type. */
        | { readonly kind: 'badVariables'; readonly errors: readonly GraphQLError[] }
        /** `schema`: the part that the caller may see, on which it runs. */
        | { readonly kind: 'ready'; readonly schema: GraphQLSchema }
      ));

interface JudgedNeeds {
  /** Each capability that the operation asks for, in the order of `missing`. */
  readonly needed: readonly CapabilityReference[];
}

/** For whoever runs an operation and for whoever explains one. Throws PosternError. */
export type JudgeOnGateway = (effective: CapabilitySet, request: OperationRequest) => GatewayVerdict;

const MAX_DEPTH = 12;
const MAX_ERRORS = 20;
const MAX_VISIBLE_SCHEMAS = 32;

/** What is hidden from the caller is FORBIDDEN only where the whole schema would accept the operation. */
export function createJudgeOnGateway(schema: GraphQLSchema): JudgeOnGateway {
  const validateOn = createValidate();
  const visibleSchemas = new LRUCache<string, GraphQLSchema>({ max: MAX_VISIBLE_SCHEMAS });
  const visibleTo = (effective: CapabilitySet): GraphQLSchema => {
    const known = visibleSchemas.get(effective.fingerprint) ?? visibleManagementSchema(schema, effective);
    visibleSchemas.set(effective.fingerprint, known);
    return known;
  };
  return (effective, request) => {
    const visible = visibleTo(effective);
    const invalid = validateOn(visible, request);
    if (invalid.length > 0 && validateOn(schema, request).length > 0) {
      return { kind: 'invalid', errors: hideQuotedSecrets(invalid, request) };
    }
    const needed = neededBy(schema, request);
    const missing = missingOf(effective, needed);
    if (missing.length > 0) return { kind: 'forbidden', missing, needed };
    if (invalid.length > 0) return { kind: 'invalid', errors: hideQuotedSecrets(invalid, request) };
    const { errors } = getVariableValues(
      visible,
      request.operation.variableDefinitions ?? [],
      request.variables,
      { hideSuggestions: true, maxErrors: MAX_ERRORS },
    );
    return errors
      ? { kind: 'badVariables', errors: hideQuotedSecrets(errors, request), needed }
      : { kind: 'ready', schema: visible, needed };
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

function neededBy(
  schema: GraphQLSchema,
  { document, operation, variables }: OperationRequest,
): readonly CapabilityReference[] {
  return [...findNeededCapabilities(schema, document, operation.name?.value, variables)];
}
