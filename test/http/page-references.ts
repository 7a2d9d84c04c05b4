import type { Company, Office, Person } from '../support/office.js';
import type { ReferenceKind } from './reference-kind.js';

/* References of pages, distinct rows, orders through relations, unique keys and node ids. */

const staff = (o: Office, company: Company) => o.person.filter(({ companyId }) => companyId === company.id);
const employer = (o: Office, { companyId }: Person) => o.company.find(({ id }) => id === companyId) ?? null;
const ids = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => ({ id }));
const STAFF = ['company', 'company.id', 'person', 'person.companyId'];
const PERSON_ID = ['person', 'person.id'];
const nodeIdOf = (...parts: readonly (string | number)[]) =>
  Buffer.from(JSON.stringify(parts.map(String))).toString('base64url');
/** Stable: rows that are equal stay in the order of their keys. Nulls last. */
const sortedBy = <Row>(rows: readonly Row[], of: (row: Row) => string | number | null): Row[] =>
  [...rows].sort((left, right) => {
    const [a, b] = [of(left), of(right)];
    if (a === b) return 0;
    return a === null ? 1 : b === null ? -1 : a < b ? -1 : 1;
  });
const firstOfEach = <Row>(rows: readonly Row[], of: (row: Row) => unknown): Row[] =>
  rows.filter((row, index) => rows.findIndex((other) => of(other) === of(row)) === index);

const connections: readonly ReferenceKind[] = [
  {
    name: 'the rows of a connection',
    query: '{ personConnection { nodes { id } edges { node { id } } totalCount } }',
    needs: PERSON_ID,
    answer: (o) => ({
      personConnection: {
        nodes: ids(o.person),
        edges: ids(o.person).map((node) => ({ node })),
        totalCount: o.person.length,
      },
    }),
  },
  {
    name: 'the number of rows alone, with a filter',
    query: '{ personConnection(where: { note: { eq: "likes tea" } }) { totalCount } }',
    needs: ['person', 'person.note'],
    answer: (o) => ({
      personConnection: { totalCount: o.person.filter(({ note }) => note === 'likes tea').length },
    }),
  },
  {
    name: 'the number of rows beside a column that is shown',
    query: '{ personConnection(first: 1) { totalCount nodes { note } } }',
    needs: ['person', 'person.note'],
    answer: (o) => ({
      personConnection: {
        totalCount: o.person.length,
        nodes: o.person.slice(0, 1).map(({ note }) => ({ note })),
      },
    }),
  },
  {
    name: 'page info in an order',
    query:
      '{ personConnection(first: 5, orderBy: { note: ASC }) { pageInfo { hasNextPage hasPreviousPage } } }',
    needs: ['person', 'person.note'],
    answer: (o) => ({
      personConnection: { pageInfo: { hasNextPage: o.person.length > 5, hasPreviousPage: false } },
    }),
  },
  {
    name: 'the end of a connection in an order',
    query: '{ personConnection(last: 2, orderBy: { name: ASC }) { nodes { id } } }',
    needs: [...PERSON_ID, 'person.name'],
    answer: (o) => ({ personConnection: { nodes: ids(sortedBy(o.person, ({ name }) => name).slice(-2)) } }),
  },
  {
    name: 'a connection of a relation',
    query:
      '{ company { personConnection(first: 1, where: { name: { neq: "Ann" } }) { nodes { note } totalCount pageInfo { hasNextPage } } } }',
    needs: [...STAFF, 'person.note', 'person.name'],
    answer: (o) => ({
      company: o.company.map((c) => {
        const found = staff(o, c).filter(({ name }) => name !== 'Ann');
        const nodes = found.slice(0, 1).map(({ note }) => ({ note }));
        return {
          personConnection: { nodes, totalCount: found.length, pageInfo: { hasNextPage: found.length > 1 } },
        };
      }),
    }),
  },
  {
    name: 'a relation below a connection',
    query: '{ personConnection { edges { node { company { motto } } } } }',
    needs: [...STAFF, 'company.motto'],
    answer: (o) => ({
      personConnection: {
        edges: o.person.map((p) => {
          const company = employer(o, p);
          return { node: { company: company && { motto: company.motto } } };
        }),
      },
    }),
  },
];

const orders: readonly ReferenceKind[] = [
  {
    name: 'distinct rows',
    query: '{ person(distinctOn: [NOTE]) { id } }',
    needs: [...PERSON_ID, 'person.note'],
    answer: (o) => ({ person: ids(firstOfEach(o.person, ({ note }) => note)) }),
  },
  {
    name: 'distinct rows by a variable, in an order',
    query: 'query ($d: [PersonColumn!]) { person(distinctOn: $d, orderBy: { id: DESC }) { name } }',
    variables: { d: ['NOTE'] },
    needs: ['person', 'person.id', 'person.name', 'person.note'],
    answer: (o) => ({
      person: firstOfEach([...o.person].reverse(), ({ note }) => note).map(({ name }) => ({ name })),
    }),
  },
  {
    name: 'distinct rows of a relation',
    query: '{ company { id person(distinctOn: [NOTE]) { id } } }',
    needs: [...STAFF, 'person.id', 'person.note'],
    answer: (o) => ({
      company: o.company.map((c) => ({
        id: c.id,
        person: ids(firstOfEach(staff(o, c), ({ note }) => note)),
      })),
    }),
  },
  {
    name: 'an order by a column of a to-one relation',
    query: '{ person(orderBy: [{ company: { motto: ASC } }]) { id } }',
    needs: [...STAFF, 'person.id', 'company.motto'],
    answer: (o) => ({ person: ids(sortedBy(o.person, (p) => employer(o, p)?.motto ?? null)) }),
  },
  {
    name: 'an order by a column two to-one relations away, in a variable',
    query: 'query ($o: [BadgeOrderBy!]) { badge(orderBy: $o) { number } }',
    variables: { o: [{ person: { company: { name: 'ASC' } } }] },
    needs: [...STAFF, 'badge', 'badge.number', 'badge.personId', 'person.id', 'company.name'],
    answer: (o) => {
      const companyOf = (personId: number | null) => {
        const person = o.person.find(({ id }) => id === personId);
        return (person && employer(o, person)?.name) ?? null;
      };
      const sorted = sortedBy(o.badge, ({ personId }) => companyOf(personId));
      return { badge: sorted.map(({ number }) => ({ number })) };
    },
  },
  {
    name: 'an order by the number of rows of a relation',
    query: '{ company(orderBy: { person: { count: ASC } }) { name } }',
    needs: [...STAFF, 'company.name'],
    answer: (o) => ({
      company: sortedBy(o.company, (c) => staff(o, c).length).map(({ name }) => ({ name })),
    }),
  },
];

const keys: readonly ReferenceKind[] = [
  {
    name: 'a unique key that is not the primary key',
    query: '{ a: badgeByPersonId(personId: 11) { colour } b: badgeByPersonId(personId: 21) { colour } }',
    needs: ['badge', 'badge.personId', 'badge.colour'],
    answer: (o) => {
      const found = (wanted: number) => {
        const badge = o.badge.find(({ personId }) => personId === wanted);
        return badge ? { colour: badge.colour } : null;
      };
      return { a: found(11), b: found(21) };
    },
  },
  {
    name: 'node ids',
    query: '{ person { nodeId } badge { nodeId } }',
    needs: [...PERSON_ID, 'badge', 'badge.companyId', 'badge.number'],
    answer: (o) => ({
      person: o.person.map(({ id }) => ({ nodeId: nodeIdOf('person', id) })),
      badge: o.badge.map(({ companyId, number }) => ({ nodeId: nodeIdOf('badge', companyId, number) })),
    }),
  },
  {
    name: 'the row of a node id',
    query: `{ a: node(nodeId: "${nodeIdOf('person', 12)}") { ... on Person { note } } b: node(nodeId: "${nodeIdOf('person', 21)}") { ... on Person { note } } }`,
    needs: [...PERSON_ID, 'person.note'],
    answer: (o) => {
      const found = (wanted: number) => {
        const person = o.person.find(({ id }) => id === wanted);
        return person ? { note: person.note } : null;
      };
      return { a: found(12), b: found(21) };
    },
  },
];

export const pageReferences: readonly ReferenceKind[] = [...connections, ...orders, ...keys];
