import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CapabilitySet } from '../../src/capability/capability-set.js';
import { storeCapability } from '../../src/capability/capability-text.js';
import { denote } from '../../src/capability/denotation.js';
import { runOperation } from '../../src/database-schema/run-operation.js';
import { operationRequest } from '../database-schema/operation-request.js';
import { accessTo, serveCrm, type ServedCrm } from '../database-schema/serve-crm.js';
import { kitchenSink } from '../support/kitchen-sink.js';
import { valueOf } from '../support/value-of.js';

const guarded = ['anAddress', 'anInt4range', 'ints', 'aJsonb', 'aTsvector', 'aText'];

let sink: ServedCrm;
beforeAll(async () => {
  const guardedColumns = guarded.map((column) => `sink.${column}`);
  sink = await serveCrm(kitchenSink, { guardedColumns }, 'empty');
});
afterAll(() => sink.close());

function setOf(capabilities: readonly string[]): CapabilitySet {
  const { space } = sink.served;
  return denote(
    space,
    capabilities.map((text) => valueOf(storeCapability(space, text))),
  );
}

const run = (text: string, capabilities: readonly string[]) =>
  runOperation(sink.served, accessTo(sink.served, setOf(capabilities)), operationRequest(text), 0);

it.each([
  ['anAddress', '{ sink { id anAddress { place { lat } } } }'],
  ['anAddress', '{ sink { id ...A } } fragment A on Sink { anAddress { __typename } }'],
  ['anInt4range', '{ sink { id anInt4range { isEmpty } } }'],
  ['anInt4range', '{ sink(where: { anInt4range: { contains: 5 } }) { id } }'],
  ['anInt4range', '{ sink(orderBy: { anInt4range: ASC }) { id } }'],
  ['ints', '{ sink(where: { ints: { length: { gt: 0 } } }) { id } }'],
  ['ints', '{ sink(where: { not: { ints: { overlaps: [1] } } }) { id } }'],
  ['aJsonb', '{ sink(where: { aJsonb: { path: { at: ["o"], exists: true } } }) { id } }'],
  ['aJsonb', '{ sink(where: { aJsonb: { path: { at: ["o"] } } }) { id } }'],
  ['aJsonb', '{ sink(where: { aJsonb: { hasAnyKey: [] } }) { id } }'],
  ['aTsvector', '{ sink(where: { aTsvector: { search: "cat" } }) { id } }'],
  ['aText', '{ sink(where: { aText: { regex: "(" } }) { id } }'],
])('a guarded column is guarded in every part of its value: %s in %s', async (column, text) => {
  expect(await run(text, ['sink:select'])).toEqual({
    kind: 'forbidden',
    missing: [`sink.${column}:select`],
  });
  const granted = await run(text, ['sink:select', `sink.${column}:select`]).catch(String);
  expect(typeof granted === 'string' ? granted : granted.kind).toMatch(/data|regular expression/);
});

it('the type of a guarded composite is not to be seen but where another column has it', () => {
  const typesFor = (capabilities: readonly string[]) =>
    Object.keys(sink.served.visibleTo(setOf(capabilities)).schema.getTypeMap());
  expect(typesFor(['sink.id:select'])).not.toContain('Address');
  expect(typesFor(['sink.id:select'])).not.toContain('Geo');
  expect(typesFor(['sink.anAddress:select'])).toEqual(
    expect.arrayContaining(['Address', 'Geo', 'DateRange']),
  );
  expect(typesFor(['sink.addresses:select'])).toContain('Address');
});
