import type { PrincipalActor } from '../control-plane/actor.js';
import type { ControlPlane } from '../control-plane/control-plane.js';
import type { ManagementContext } from './management-context.js';

/** Runs one change as the caller. Whatever was loaded before it is forgotten, even if it failed half-way. */
export async function change<Result>(
  context: ManagementContext,
  run: (controlPlane: ControlPlane, actor: PrincipalActor) => Promise<Result>,
): Promise<Result> {
  try {
    return await run(context.controlPlane, context.actor);
  } finally {
    context.loaders.clear();
  }
}
