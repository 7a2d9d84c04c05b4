import type { InputTree } from '../filters/input-tree.js';
import type { InputProblem } from '../foundation/postern-error.js';

export type ReadTree =
  | { readonly kind: 'read'; readonly tree: InputTree }
  | { readonly kind: 'refused'; readonly problem: InputProblem };

const MAX_VALUES = 2_000;
const MAX_DEPTH = 32;

/** The structure of a rule's JSON as the filter language takes it: a list of plain values is one leaf. */
export function readJsonTree(json: unknown, path: string): ReadTree {
  const size = measure(json, 0);
  if (size > MAX_VALUES) {
    const message = `has more than ${MAX_VALUES} values, or nests more than ${MAX_DEPTH} levels deep.`;
    return { kind: 'refused', problem: { field: path, message } };
  }
  return { kind: 'read', tree: treeOf(json) };
}

function measure(json: unknown, depth: number): number {
  if (depth > MAX_DEPTH) return Infinity;
  if (typeof json !== 'object' || json === null) return 1;
  let size = 1;
  for (const member of Object.values(json)) size += measure(member, depth + 1);
  return size;
}

function treeOf(json: unknown): InputTree {
  if (json === null || json === undefined) return { kind: 'null' };
  if (Array.isArray(json)) return treeOfList(json);
  if (typeof json === 'object') {
    return {
      kind: 'object',
      fields: new Map(Object.entries(json).map(([name, member]) => [name, treeOf(member)])),
    };
  }
  return { kind: 'leaf', source: { kind: 'constant', value: json } };
}

function treeOfList(items: readonly unknown[]): InputTree {
  const isPlain = items.length > 0 && items.every((item) => typeof item !== 'object');
  if (!isPlain) return { kind: 'list', items: items.map(treeOf) };
  return {
    kind: 'leaf',
    source: { kind: 'list', items: items.map((value) => ({ kind: 'constant', value })) },
  };
}
