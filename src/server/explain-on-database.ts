import { effectiveCapabilities, type explainCapabilities } from '../authentication/effective-capabilities.js';
import { accessOf } from '../database-schema/caller-access.js';
import { explainOperation, type ExplainedReads } from '../database-schema/explain-operation.js';
import { isGranted } from '../database-schema/is-granted.js';
import type { ErrorCode } from '../foundation/error-catalogue.js';
import type { OperationVerdict } from '../database-schema/judge-operation.js';
import type { OperationRequest } from '../database-schema/prepare-operation.js';
import type { ServedDatabase } from '../database-schema/served-database.js';
import type { AccessExplanation } from '../management-schema/access-explanation.js';
import { printReference } from '../planning/reference.js';
import type { AccessTrace } from './access-trace.js';
import type { KeyState, UserState } from './explain-caller.js';
import { explainNeeds } from './explain-rights.js';
import { codeOfErrors, publicErrors, type LogMasked } from './graphql-errors.js';

/** Operation ▸ capabilities ▸ values ▸ session ▸ rows ▸ SQL, on a registered database. */
export function explainOnDatabase(
  trace: AccessTrace,
  state: KeyState | UserState,
  rights: ReturnType<typeof explainCapabilities>,
  served: ServedDatabase,
  request: OperationRequest,
  atMs: number,
  logMasked: LogMasked,
): AccessExplanation {
  const access = accessOf(served, state, effectiveCapabilities(state, served.offer));
  const groupNames = state.groups.map(({ name }) => name);
  const { verdict, needed, reads } = explainOperation(served, access, request, atMs, groupNames);
  if (verdict.kind === 'invalid' || verdict.kind === 'badVariables') {
    const code = verdict.kind === 'invalid' ? 'GRAPHQL_VALIDATION_FAILED' : 'BAD_USER_INPUT';
    return trace.refuse('operation', codeOfErrors(code, verdict.errors), messagesOf(verdict.errors));
  }
  if (needed === null) {
    if (verdict.kind !== 'thrown') throw new Error('An operation was judged that cannot be planned.');
    return refuseThrown(trace, 'operation', verdict.error, logMasked);
  }
  trace.pass('operation', 'The operation can be planned.');
  const needs = needed.map((reference) => ({
    text: printReference(reference),
    isIn: (set: Parameters<typeof isGranted>[0]) => isGranted(set, reference),
  }));
  explainNeeds(trace, needs, state, served.offer, rights);
  if (verdict.kind === 'forbidden') {
    if (access.session.kind === 'missing' && verdict.missing === access.session.missing) {
      return failSession(trace, verdict.missing);
    }
    return trace.refuseFailed('FORBIDDEN', verdict.missing);
  }
  if (verdict.kind === 'thrown') return refuseThrown(trace, 'values', verdict.error, logMasked);
  return explainReads(trace, verdict, reads);
}

/** Where the session settings of the database take from the caller what it lacks. */
export function failSession(trace: AccessTrace, missing: readonly string[]): AccessExplanation {
  trace.fail('session', `The database's session settings need what the caller lacks: ${list(missing)}.`);
  return trace.refuseFailed('FORBIDDEN', missing);
}

function explainReads(
  trace: AccessTrace,
  { compiled, statements, session }: Extract<OperationVerdict, { kind: 'ready' }>,
  reads: ExplainedReads | null,
): AccessExplanation {
  if (session) trace.pass('session', 'The database is told by the first statement who asks.');
  for (const { path, table, columns, rows, condition } of reads?.occurrences ?? []) {
    const sql = condition ? `SQL: ${printStatement(condition)}` : 'SQL: no condition.';
    trace.pass('rows', `${table} (${list(columns) || 'the rows alone'}): ${rows} ${sql}`, path);
  }
  if (session) trace.pass('sql', printStatement(session), 'session');
  for (const root of compiled.roots) {
    const statement = root.kind === 'read' ? statements[root.statement] : undefined;
    if (statement) trace.pass('sql', printStatement(statement), root.key);
  }
  const all = session ? [session, ...statements] : statements;
  return trace.end({
    statements: all.map(({ text, values }) => ({ sql: text, parameters: values })),
    plan: reads?.plan ?? null,
  });
}

/** What is thrown says itself what is wrong, as far as a caller may know. */
export function refuseThrown(
  trace: AccessTrace,
  check: 'operation' | 'values',
  error: unknown,
  logMasked: LogMasked,
): AccessExplanation {
  const errors = publicErrors(error, logMasked);
  const code = errors[0]?.extensions['code'] as ErrorCode | undefined;
  return trace.refuse(check, code ?? 'INTERNAL_ERROR', messagesOf(errors));
}

export function messagesOf(errors: readonly { readonly message: string }[]): string {
  return errors.map(({ message }) => message).join(' ');
}

function printStatement({
  text,
  values,
}: {
  readonly text: string;
  readonly values: readonly unknown[];
}): string {
  return [text, ...values.map((value, index) => `$${index + 1} = ${JSON.stringify(value)}`)].join('\n');
}

function list(texts: readonly string[]): string {
  return texts.join(', ');
}
