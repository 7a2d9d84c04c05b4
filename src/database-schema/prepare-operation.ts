import {
  getVariableValues,
  type GraphQLError,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { compilePlan, type CompiledOperation } from '../planning/compile-plan.js';
import { planOperation } from '../planning/plan-operation.js';
import { stillHolds, type Observation } from '../planning/variable-recorder.js';
import type { DatabaseSchema } from './build-database-schema.js';
import { depthRule } from './depth-rule.js';
import { guard, type Verdict } from './guard.js';
import type { CallerAccess } from './caller-access.js';
import type { ServedDatabase } from './served-database.js';

/** An operation as the caller sent it, parsed. */
export interface OperationRequest {
  /** The document's text: the identity of `document` in caches. */
  readonly text: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As sent, not coerced yet. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * What is known of an operation for callers with the same access, before its variables. It holds no schema: there may
 * be thousands of these, and only as many visible schemas as their budget allows.
 */
export interface PreparedOperation {
  /** Errors of validation against the visible schema; empty when valid. */
  readonly errors: readonly GraphQLError[];
  /** Whether the full schema accepts what the visible one refuses: then the guard names what is missing. */
  readonly fitsFullSchema: boolean;
  readonly variants: PlanVariant[];
}

/** One way to run the operation; several where variables decide its structure. */
export interface PlanVariant {
  readonly observations: readonly Observation[];
  /** An allowed operation comes compiled: there is nothing to run for another. */
  readonly verdict:
    | Extract<Verdict, { kind: 'forbidden' }>
    | { readonly kind: 'allowed'; readonly compiled: CompiledOperation };
}

/** Together, in bytes as estimated: what is made of a document is larger than it. Longer documents are prepared anew each time. */
const MAX_PREPARED_BYTES = 48_000_000;
const MAX_PREPARED_DOCUMENT = 20_000;
const BYTES_AN_OPERATION = 6_000;
const BYTES_A_CHARACTER = 30;
const MAX_VARIANTS = 16;
const MAX_OBSERVATIONS = 200;
/** Characters of what was seen: it is kept with the plan, and the document's length says nothing of it. */
const MAX_OBSERVED = 4_000;
const MAX_ERRORS = 20;

export function prepareOperation(
  served: ServedDatabase,
  access: CallerAccess,
  request: OperationRequest,
): PreparedOperation {
  const key = `${access.fingerprint} ${request.operation.name?.value ?? ''} ${request.text}`;
  const cache = preparedOn(served);
  const known = cache.get(key);
  if (known) return known;
  const visible = served.visibleTo(access.effective);
  const errors = validateOn(visible.schema, served, request.document);
  const hidden = errors.length > 0 && served.settings.denials === 'FORBID' && visible !== served.full;
  const prepared: PreparedOperation = {
    errors,
    fitsFullSchema: hidden && validateOn(served.full.schema, served, request.document).length === 0,
    variants: [],
  };
  cache.set(key, prepared);
  return prepared;
}

type PreparedOperations = LRUCache<string, PreparedOperation>;

/** By fingerprint of the access, operation name and document; they die with the build that they were prepared on. */
const preparedByBuild = new WeakMap<ServedDatabase, PreparedOperations>();

function preparedOn(served: ServedDatabase): PreparedOperations {
  const known =
    preparedByBuild.get(served) ??
    new LRUCache({
      maxSize: MAX_PREPARED_BYTES,
      maxEntrySize: bytesOf(MAX_PREPARED_DOCUMENT),
      sizeCalculation: (_operation, key) => bytesOf(key.length),
    });
  preparedByBuild.set(served, known);
  return known;
}

function bytesOf(characters: number): number {
  return BYTES_AN_OPERATION + BYTES_A_CHARACTER * characters;
}

function charactersOf(observations: readonly Observation[]): number {
  return observations.reduce((sum, { saw }) => sum + saw.length, 0);
}

function validateOn(
  schema: GraphQLSchema,
  served: ServedDatabase,
  document: DocumentNode,
): readonly GraphQLError[] {
  return validate(schema, document, [...specifiedRules, depthRule(served.settings.maxDepth)], {
    hideSuggestions: true,
    maxErrors: MAX_ERRORS,
  });
}

/** The variables fitted to the schema, or why they do not fit. */
export type CoercedVariables =
  | { readonly kind: 'coerced'; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

/**
 * The schema on which operations are coerced and planned: the full one, where the guard names what is missing. A
 * database that hides its denials knows the visible one only.
 */
export function planningSchema(served: ServedDatabase, access: CallerAccess): DatabaseSchema {
  return served.settings.denials === 'HIDE' ? served.visibleTo(access.effective) : served.full;
}

/** Errors always speak of the visible schema. */
export function coerceVariables(
  served: ServedDatabase,
  access: CallerAccess,
  prepared: PreparedOperation,
  request: OperationRequest,
): CoercedVariables {
  // Whoever asks for no variables needs no schema, which may have to be built.
  if (!request.operation.variableDefinitions?.length) return { kind: 'coerced', values: {} };
  const schema = planningSchema(served, access);
  const result = coerceOn(schema, request);
  if (result.kind === 'coerced') return result;
  if (prepared.errors.length > 0) return { kind: 'refused', errors: prepared.errors };
  const visible = served.visibleTo(access.effective);
  const onVisible = visible === schema ? result : coerceOn(visible, request);
  return onVisible.kind === 'refused' ? onVisible : result;
}

function coerceOn(schema: DatabaseSchema, request: OperationRequest): CoercedVariables {
  const definitions = request.operation.variableDefinitions ?? [];
  const { errors, coerced } = getVariableValues(schema.schema, definitions, request.variables, {
    hideSuggestions: true,
    maxErrors: MAX_ERRORS,
  });
  return errors ? { kind: 'refused', errors } : { kind: 'coerced', values: coerced };
}

/** The plan for these variables: one made before where it would come out the same. Throws BadUserInput. */
export function findVariant(
  served: ServedDatabase,
  access: CallerAccess,
  prepared: PreparedOperation,
  request: OperationRequest,
  variables: Extract<CoercedVariables, { kind: 'coerced' }>,
): PlanVariant {
  const known = prepared.variants.find((variant) => stillHolds(variant.observations, variables.values));
  if (known) return known;
  const schema = planningSchema(served, access);
  const plan = planOperation({
    schema: schema.schema,
    document: request.document,
    operation: request.operation,
    variables: variables.values,
    limits: served.settings,
  });
  const verdict = guard(schema.builder, plan, access.effective);
  if (verdict.kind === 'allowed' && plan.problem) throw plan.problem;
  const variant: PlanVariant = {
    observations: plan.observations,
    verdict:
      verdict.kind === 'allowed'
        ? { kind: 'allowed', compiled: compilePlan(plan, access.rows.sight, served.cursors) }
        : verdict,
  };
  // A plan that hangs on hundreds of observations will hardly ever fit again, and costs as much to compare.
  if (plan.observations.length > MAX_OBSERVATIONS || charactersOf(plan.observations) > MAX_OBSERVED)
    return variant;
  if (prepared.variants.push(variant) > MAX_VARIANTS) prepared.variants.shift();
  return variant;
}
