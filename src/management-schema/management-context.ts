import type { CapabilitySet } from '../capability/capability-set.js';
import type { ManagementContextFacts, SessionControl } from './management-facts.js';
import { createManagementLoaders, type ManagementLoaders } from './management-loaders.js';

export type { ManagementContextFacts, SessionControl };

/**
 * What the resolvers of one request know. One object a request and a schema: scope-auth keeps its verdicts and the
 * dataloaders keep their rows by it, so a context that outlived its request would outlive a revocation.
 */
export interface ManagementContext extends ManagementContextFacts {
  /** The actor's capabilities in the database `gateway`. */
  readonly effective: CapabilitySet;
  readonly loaders: ManagementLoaders;
}

export function createManagementContext(facts: ManagementContextFacts): ManagementContext {
  return { ...facts, effective: facts.actor.effective, loaders: createManagementLoaders(facts) };
}
