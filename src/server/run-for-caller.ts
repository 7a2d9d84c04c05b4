import type { Caller, Reader } from '../authentication/caller.js';
import type { OperationRequest } from '../database-schema/prepare-operation.js';
import type { SessionControl } from '../management-schema/management-context.js';
import type { Answer, RequestFacts } from './operation-request.js';

/** Runs one operation for one accepted caller, on the database that the caller asks. Never throws. */
export type RunForCaller = (
  caller: Caller,
  request: OperationRequest,
  facts: RequestFacts,
  session: SessionControl,
) => Promise<Answer>;

/** The same on a registered database, for whoever reads it. */
export type RunForReader = (
  reader: Reader,
  request: OperationRequest,
  facts: RequestFacts,
) => Promise<Answer>;
