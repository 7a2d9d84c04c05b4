import type { CapabilitySpace } from '../capability/capability-space.js';
import { printCapability } from '../capability/capability-text.js';

/** Stored capabilities by name. What a table or column that is gone was granted is left out: it grants nothing. */
export function printStored(space: CapabilitySpace, stored: readonly string[]): string[] {
  return stored.map((capability) => printCapability(space, capability)).filter((text) => text !== null);
}
