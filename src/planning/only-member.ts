import type { InputTree } from '../filters/input-tree.js';

/** The member of an object that has no other. */
export function onlyMember(item: InputTree): readonly [string, InputTree] | undefined {
  const [entry, ...more] = item.kind === 'object' ? item.fields : [];
  return more.length === 0 ? entry : undefined;
}
