import { LRUCache } from 'lru-cache';
import type { NamedCatalog } from '../naming/named-catalog.js';
import { readNarrowing, type ReadNarrowing } from './read-narrowing.js';
import { readRule, type ReadRule, type StoredRule } from './read-rule.js';

/** Reads rules and narrowings against one catalog, each text once: equal rules become the very same filter. */
export interface RuleReader {
  read(rule: StoredRule): ReadRule;
  readNarrowing(json: unknown): ReadNarrowing;
}

/** Together, in characters of JSON; what is read of it is some times larger. */
const MAX_REMEMBERED = 8_000_000;

export function createRuleReader(named: NamedCatalog): RuleReader {
  const size = { maxSize: MAX_REMEMBERED, sizeCalculation: (_read: object, json: string) => json.length };
  const rules = new LRUCache<string, ReadRule>(size);
  const narrowings = new LRUCache<string, ReadNarrowing>(size);
  return {
    read: (rule) => remembered(rules, rule, () => readRule(named, rule)),
    readNarrowing: (json) => remembered(narrowings, json, () => readNarrowing(named, json)),
  };
}

function remembered<Value extends object>(
  known: LRUCache<string, Value>,
  json: unknown,
  read: () => Value,
): Value {
  const key = JSON.stringify([json]);
  const value = known.get(key) ?? read();
  known.set(key, value);
  return value;
}
