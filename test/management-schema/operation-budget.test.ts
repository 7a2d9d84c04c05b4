import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { everything } from '../../src/capability/capability-set.js';
import { managementSpace } from '../../src/management-schema/management-catalog.js';
import { buildManagementSchema } from '../../src/management-schema/management-schema.js';
import { findMissingCapabilities } from '../../src/management-schema/missing-capabilities.js';

const schema = buildManagementSchema();

function measure(text: string, variables: Record<string, unknown> = {}): () => unknown {
  return () => findMissingCapabilities(schema, parse(text), null, variables, everything(managementSpace));
}

const limited = expect.objectContaining({ code: 'LIMIT_EXCEEDED' });

function repeat(count: number, part: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => part(index)).join(' ');
}

describe('an operation of the management API', () => {
  it('may ask for a large page of everything that a list shows', () => {
    const text =
      '{ apiKeys(first: 500) { totalCount edges { cursor node { id name state tags accessAs { email } } } } }';
    expect(measure(text)()).toEqual([]);
  });

  it('is refused when its aliases ask for a large page over and over', () => {
    const text = `{ ${repeat(200, (n) => `a${n}: apiKeys(first: 500) { nodes { id } }`)} }`;
    expect(measure(text)).toThrow(limited);
  });

  it('is refused by the size of a page that came in a variable, and by the default of one that was not said', () => {
    const text = `query ($first: Int) { ${repeat(100, (n) => `a${n}: apiKeys(first: $first) { nodes { id } }`)} }`;
    expect(measure(text, { first: 500 })).toThrow(limited);
    expect(measure(text, { first: 1 })()).toEqual([]);
    expect(measure(`{ ${repeat(330, (n) => `a${n}: apiKeys { nodes { id } }`)} }`)()).toEqual([]);
    expect(measure(`{ ${repeat(332, (n) => `a${n}: apiKeys { nodes { id name } }`)} }`)).toThrow(limited);
  });

  it('is charged for a list of a length that is asked for, as for a page', () => {
    const text = (last: number) => `{ apiKeys(first: 500) { nodes { days(last: ${last}) { day uses } } } }`;
    expect(measure(text(30))()).toEqual([]);
    expect(measure(text(400))).toThrow(limited);
  });

  it('is charged for an explanation as for many values, alone and for each row of a page', () => {
    const explain = (count: number) =>
      `query ($input: ExplainAccessInput!) { ${repeat(count, (n) => `a${n}: explainAccess(input: $input) { allowed }`)} }`;
    const input = { apiKeyId: 'somebody', query: '{ __typename }' };
    expect(measure(explain(90), { input })()).toEqual([]);
    expect(measure(explain(110), { input })).toThrow(limited);
    const decisions = (first: number) =>
      `{ decisions(first: ${first}) { nodes { explanation { allowed } } } }`;
    expect(measure(decisions(50))()).toEqual([]);
    expect(measure(decisions(110))).toThrow(limited);
  });

  it('is charged for JSON as for many texts', () => {
    const text = (aliases: number) =>
      `{ users(first: 500) { nodes { ${repeat(aliases, (n) => `a${n}: attributes`)} } } }`;
    expect(measure(text(10))()).toEqual([]);
    expect(measure(text(30))).toThrow(limited);
  });

  it('is refused when fragments double with each other, also where they ask for nothing', () => {
    const fragments = repeat(40, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
    expect(measure(`{ ...F0 } ${fragments} fragment F40 on Query { __typename }`)).toThrow(limited);
  });

  it('is not charged for what is skipped', () => {
    const text = `{ ${repeat(200, (n) => `a${n}: apiKeys(first: 500) @skip(if: true) { nodes { id } }`)} me { kind } }`;
    expect(measure(text)()).toEqual([]);
  });
});
