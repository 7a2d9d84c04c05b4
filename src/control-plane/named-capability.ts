import { allowsNamed } from '../capability/capability-set.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Actor } from './actor.js';

/** For what a named capability alone permits; everything else is asked of the guard in front of the services. */
export function refuseWithout(actor: Actor, capability: string): void {
  if (actor.kind === 'operator' || allowsNamed(actor.effective, capability)) return;
  throw new PosternError('FORBIDDEN', undefined, { missing: [capability] });
}
