import { effectiveCapabilities } from '../authentication/effective-capabilities.js';
import { accessOf } from '../database-schema/caller-access.js';
import { runOperation, type OperationOutcome } from '../database-schema/run-operation.js';
import type { ServedDatabases } from '../database-schema/served-databases.js';
import type { RunForReader } from './run-for-caller.js';
import type { Decisions } from './decisions.js';
import type { Clock } from '../foundation/clock.js';
import { forbiddenAnswer } from './forbidden-answer.js';
import { failedAnswer, refuseErrors, type LogMasked } from './graphql-errors.js';
import type { Answer } from './operation-request.js';

/** Operations on registered databases: the planner answers them. */
export function createRunOnDatabase(needs: {
  readonly databases: ServedDatabases;
  readonly decisions: Decisions;
  readonly logMasked: LogMasked;
  readonly clock: Clock;
}): RunForReader {
  return async (reader, request, facts) => {
    try {
      const { database } = reader.state;
      const served = await needs.databases.get(database.id, database.version);
      const effective = effectiveCapabilities(reader.state, served.offer);
      const outcome = await runOperation(
        served,
        accessOf(served, reader.state, effective),
        request,
        needs.clock(),
      );
      return answerOutcome(outcome, (missing) => forbiddenAnswer(needs.decisions, reader, facts, missing));
    } catch (error) {
      return failedAnswer(error, needs.logMasked);
    }
  };
}

function answerOutcome(outcome: OperationOutcome, forbid: (missing: readonly string[]) => Answer): Answer {
  switch (outcome.kind) {
    case 'invalid':
      return refuseErrors('GRAPHQL_VALIDATION_FAILED', outcome.errors);
    case 'badVariables':
      return refuseErrors('BAD_USER_INPUT', outcome.errors);
    case 'forbidden':
      return forbid(outcome.missing);
    case 'data': {
      const { data, truncated } = outcome.written;
      const extensions = truncated.length > 0 ? `,"extensions":${JSON.stringify({ truncated })}` : '';
      return { status: 200, statusRule: 'always', headers: {}, body: `{"data":${data}${extensions}}` };
    }
  }
}
