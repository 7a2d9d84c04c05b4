import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InputTree } from '../../src/filters/input-tree.js';
import { occurrenceOf } from '../../src/filters/occurrence.js';
import { parsed } from '../../src/foundation/parsed.js';
import type { ParsedFilter } from '../../src/filters/filter-reading.js';
import { parseFilter } from '../../src/filters/parse-filter.js';
import type { NamedColumn, NamedTable } from '../../src/naming/named-catalog.js';
import { serveCrm, type ServedCrm } from '../database-schema/serve-crm.js';

let crm: ServedCrm;
beforeAll(async () => {
  crm = await serveCrm();
});
afterAll(() => crm.close());

/** JSON as the tree of a rule: everything known, nothing a variable. Lists of values are leaves. */
function treeOf(value: unknown): InputTree {
  if (value === null) return { kind: 'null' };
  if (Array.isArray(value)) {
    const isLeaf = value.some((item) => typeof item !== 'object');
    if (isLeaf) return { kind: 'leaf', source: { kind: 'constant', value } };
    return { kind: 'list', items: value.map(treeOf) };
  }
  if (typeof value !== 'object') return { kind: 'leaf', source: { kind: 'constant', value } };
  return {
    kind: 'object',
    fields: new Map(Object.entries(value).map(([name, member]) => [name, treeOf(member)])),
  };
}

function productTable(): NamedTable {
  return crm.served.named.tables.find((table) => table.name === 'product')!;
}

function parse(filter: unknown, onColumn: (column: NamedColumn) => void = () => undefined): ParsedFilter {
  return parseFilter(treeOf(filter), occurrenceOf(productTable()), 'where', {
    onReference: (_table, column) => {
      if (column) onColumn(column);
    },
    readOperand: parsed,
    refusesEmpty: false,
  });
}

function problemOf(filter: unknown): string {
  const result = parse(filter);
  if (result.kind === 'refused') return `${result.field} ${result.problem}`;
  throw new Error(`Accepted: ${JSON.stringify(filter)}`);
}

describe('a filter is refused', () => {
  it.each([
    [{ id: { eq: null } }, 'where.id.eq'],
    [{ id: { in: null } }, 'where.id.in'],
    [{ id: { isNull: null } }, 'where.id.isNull'],
    [{ name: { contains: null } }, 'where.name.contains'],
    [{ or: [{ id: { gt: 1 } }, { not: { sku: { like: null } } }] }, 'where.or[1].not.sku.like'],
  ])('with a null operand, at its place, in a sentence that names isNull: %j', (filter, place) => {
    expect(problemOf(filter)).toBe(
      `${place} must not be null. To find missing values, use { isNull: true }.`,
    );
  });

  it.each([
    [
      { colour: { eq: 1 } },
      'where.colour is neither a column nor a relation of product, nor one of "and", "or", "not".',
    ],
    [{ unit_price: { eq: 1 } }, 'where.unit_price is neither'],
    [{ __proto__x: {} }, 'where.__proto__x is neither'],
    [{ not: { toString: {} } }, 'where.not.toString is neither'],
    [{ id: { like: 'x' } }, 'where.id.like is no operator of this column. It has: eq, neq, in, notIn'],
    [{ id: { constructor: 'x' } }, 'where.id.constructor is no operator'],
    [{ discontinued: { lt: true } }, 'where.discontinued.lt is no operator'],
    [{ attributes: { like: '{}' } }, 'where.attributes.like is no operator of this column. It has: eq, neq'],
    [{ tags: { in: ['a'] } }, 'where.tags.in is no operator of this column. It has: eq, neq, contains'],
    [{ attributes: { exists: true } }, 'where.attributes.exists is no operator of this column.'],
    [{ attributes: { path: { eq: 1 } } }, 'where.attributes.path must be an object such as { at: ["a", "b"]'],
    [{ attributes: { path: { at: ['a'], hasKey: 'b' } } }, 'where.attributes.path.hasKey is no operator at'],
    [{ tags: { length: 3 } }, 'where.tags.length must be an object such as { gt: 3 }.'],
    [{ tags: { length: { like: 3 } } }, 'where.tags.length.like is no operator of a count.'],
    [{ id: 7 }, 'where.id must be an object such as { eq: … }.'],
    [{ id: null }, 'where.id must be an object such as { eq: … }.'],
    [{ and: { id: { eq: 1 } } }, 'where.and must be a list of filters.'],
    [{ or: null }, 'where.or must be a list of filters.'],
    [{ not: null }, 'where.not must be an object such as { <column>: { eq: … } }.'],
    [{ and: [null] }, 'where.and[0] must be an object such as { <column>: { eq: … } }.'],
    [{ id: { eq: { eq: 1 } } }, 'where.id.eq must be a value.'],
    ['id = 1', 'where must be an object such as { <column>: { eq: … } }.'],
    [null, 'where must be an object'],
  ])('when it says something that the table does not have: %j', (filter, problem) => {
    expect(problemOf(filter)).toContain(problem);
  });
});

describe('a filter', () => {
  it('without conditions is true, an empty "or" false, and neither is the other', () => {
    expect(parse({})).toEqual({ kind: 'parsed', value: { kind: 'and', filters: [] } });
    expect(parse({ id: {} })).toEqual({ kind: 'parsed', value: { kind: 'and', filters: [] } });
    expect(parse({ and: [] })).toEqual({ kind: 'parsed', value: { kind: 'and', filters: [] } });
    expect(parse({ or: [] })).toEqual({ kind: 'parsed', value: { kind: 'or', filters: [] } });
    expect(parse({ not: {} })).toEqual({
      kind: 'parsed',
      value: { kind: 'not', filter: { kind: 'and', filters: [] } },
    });
  });

  it('names every column that it looks at, however deep it stands, also when it is refused', () => {
    const filter = {
      id: { eq: 1, gt: 2 },
      and: [{ or: [{ not: { sku: { isNull: true } } }] }, { name: { like: 'a' }, id: { lt: 4 } }],
      not: { not: { tags: { isNull: false } } },
      category: { eq: null },
    };
    const columns = new Set<string>();
    expect(parse(filter, (column) => columns.add(column.name)).kind).toBe('refused');
    expect([...columns].sort()).toEqual(['category', 'id', 'name', 'sku', 'tags']);
  });
});
