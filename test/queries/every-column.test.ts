import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { getNamedType, isObjectType, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { serveCrm, type ServedCrm } from '../database-schema/serve-crm.js';
import { kitchenSink } from '../support/kitchen-sink.js';
import { runQuery } from './run-query.js';

/* Whatever a column's type is, rows can be told apart and grouped by it, and whatever is offered to calculate works. */

let crm: ServedCrm;
beforeAll(async () => {
  crm = await serveCrm(kitchenSink, {}, 'empty');
});
afterAll(() => crm.close());

const fieldsOf = (typeName: string): readonly GraphQLField<unknown, unknown>[] => {
  const type = crm.served.full.schema.getType(typeName);
  return isObjectType(type) ? Object.values(type.getFields()) : [];
};

/** All of a value, however deep. */
function selectionOf(field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  return isObjectType(type) ? `${field.name} ${membersOf(type)}` : field.name;
}

function membersOf(type: GraphQLObjectType): string {
  return `{ ${Object.values(type.getFields()).map(selectionOf).join(' ')} }`;
}

const read = async <Data>(text: string): Promise<Data> =>
  JSON.parse((await runQuery(crm, text)).data) as Data;

it('rows are grouped by each column, and each of its values comes out as it does in a row', async () => {
  const rows = await read<{ sink: Record<string, unknown>[] }>(
    `{ sink { ${fieldsOf('SinkGroupKey').map(selectionOf).join(' ')} } }`,
  );
  for (const field of fieldsOf('SinkGroupKey')) {
    const [table] = crm.served.named.tables.filter(({ name }) => name === 'sink');
    const value = table!.columns.find(({ name }) => name === field.name)!.enumValue;
    const { sinkGroups } = await read<{ sinkGroups: { key: Record<string, unknown>; count: number }[] }>(
      `{ sinkGroups(by: [${value}]) { key { ${selectionOf(field)} } count } }`,
    );
    const printed = (one: Record<string, unknown>) => JSON.stringify(one[field.name]);
    // JSON's own null looks like a missing value, and is a group of its own.
    const found = new Set(sinkGroups.map(({ key }) => printed(key)));
    expect([field.name, found]).toEqual([field.name, new Set(rows.sink.map(printed))]);
    expect(sinkGroups.reduce((sum, { count }) => sum + count, 0)).toBe(rows.sink.length);
    const { sink } = await read<{ sink: unknown[] }>(`{ sink(distinctOn: [${value}]) { id } }`);
    expect([field.name, sink.length]).toEqual([field.name, sinkGroups.length]);
  }
});

it('every calculation that is offered works, over all rows, over none and in groups', async () => {
  const calls = fieldsOf('SinkAggregate').map(selectionOf).join(' ');
  const all = await read<{ sinkAggregate: { count: number } }>(`{ sinkAggregate { ${calls} } }`);
  expect(all.sinkAggregate.count).toBeGreaterThan(2);
  const none = await read<{ sinkAggregate: Record<string, Record<string, unknown>> }>(
    `{ sinkAggregate(where: { id: { lt: 0 } }) { ${calls} } }`,
  );
  expect(new Set(Object.values(none.sinkAggregate['sum']!))).toEqual(new Set([null]));
  expect(new Set(Object.values(none.sinkAggregate['countDistinct']!))).toEqual(new Set([0]));
  const groups = await read<{ sinkGroups: unknown[] }>(`{ sinkGroups(by: [ID]) { ${calls} } }`);
  expect(groups.sinkGroups).toHaveLength(all.sinkAggregate.count);
});

it('least and greatest values are values of the rows', async () => {
  for (const field of fieldsOf('SinkMin')) {
    const { sink, sinkAggregate } = await read<{
      sink: Record<string, unknown>[];
      sinkAggregate: Record<'min' | 'max', Record<string, unknown>>;
    }>(`{ sink { ${field.name} } sinkAggregate { min { ${field.name} } max { ${field.name} } } }`);
    const values = sink.map((row) => JSON.stringify(row[field.name]));
    expect([field.name, values]).toEqual([
      field.name,
      expect.arrayContaining([
        JSON.stringify(sinkAggregate.min[field.name]),
        JSON.stringify(sinkAggregate.max[field.name]),
      ]),
    ]);
  }
});
