import type { Badge, Company, Office, Person } from '../support/office.js';
import { aggregateReferences } from './aggregate-references.js';
import { pageReferences } from './page-references.js';
import type { ReferenceKind } from './reference-kind.js';

const staff = (o: Office, company: Company) => o.person.filter(({ companyId }) => companyId === company.id);
const employer = (o: Office, { companyId }: Person) => o.company.find(({ id }) => id === companyId) ?? null;
const badgeOf = (o: Office, { id }: Person) => o.badge.find(({ personId }) => personId === id) ?? null;
const daughters = (o: Office, { id }: Company) => o.company.filter(({ parentId }) => parentId === id);
const scans = (o: Office, { companyId, number }: Badge) =>
  o.scan.filter(({ badgeCompany, badgeNumber }) => badgeCompany === companyId && badgeNumber === number);
const ids = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => ({ id }));
const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => ({ name }));
const byNote = (rows: readonly Person[]) =>
  [...rows].sort((a, b) => compare(a.note ?? '~', b.note ?? '~') || a.id - b.id);
const compare = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
const NOTE = ['person', 'person.id', 'person.note'];
const STAFF = ['company', 'company.id', 'person', 'person.companyId'];
const EMPLOYER = ['person', 'person.companyId', 'company', 'company.id'];
const BADGE = ['person', 'person.id', 'badge', 'badge.personId'];
const COMPOSITE = [
  ...['badge', 'badge.companyId', 'badge.number'],
  ...['scan', 'scan.badgeCompany', 'scan.badgeNumber'],
];

const rowsAlone: readonly ReferenceKind[] = [
  {
    name: 'the rows of a list',
    query: '{ person { __typename } }',
    needs: ['person'],
    answer: (o) => ({ person: o.person.map(() => ({ __typename: 'Person' })) }),
  },
  {
    name: 'the row of a key',
    query: '{ a: personByPk(id: 21) { __typename } b: personByPk(id: 12) { __typename } }',
    needs: ['person', 'person.id'],
    answer: (o) => {
      const found = (id: number) =>
        o.person.some((person) => person.id === id) ? { __typename: 'Person' } : null;
      return { a: found(21), b: found(12) };
    },
  },
  {
    name: 'the rows of a to-many relation',
    query: '{ company { person { __typename } } }',
    needs: STAFF,
    answer: (o) => ({
      company: o.company.map((c) => ({ person: staff(o, c).map(() => ({ __typename: 'Person' })) })),
    }),
  },
  {
    name: 'the row of a to-one relation',
    query: '{ person { company { __typename } } }',
    needs: EMPLOYER,
    answer: (o) => ({
      person: o.person.map((p) => ({ company: employer(o, p) && { __typename: 'Company' } })),
    }),
  },
  {
    name: 'the row of a backward to-one relation',
    query: '{ person { badge { __typename } } }',
    needs: BADGE,
    answer: (o) => ({ person: o.person.map((p) => ({ badge: badgeOf(o, p) && { __typename: 'Badge' } })) }),
  },
];

const notes = (o: Office) => ({ person: o.person.map(({ note }) => ({ note })) });
const outputs: readonly ReferenceKind[] = [
  {
    name: 'output of a column',
    query: '{ person { note } }',
    needs: ['person', 'person.note'],
    answer: notes,
  },
  {
    name: 'output under an alias',
    query: '{ everybody: person { x: note } }',
    needs: ['person', 'person.note'],
    answer: (o) => ({ everybody: o.person.map(({ note }) => ({ x: note })) }),
  },
  {
    name: 'output in a fragment',
    query: '{ person { ...F } } fragment F on Person { note }',
    needs: ['person', 'person.note'],
    answer: notes,
  },
  {
    name: 'output in an inline fragment',
    query: '{ ... on Query { person { ... on Person { note } } } }',
    needs: ['person', 'person.note'],
    answer: notes,
  },
  {
    name: 'output in a merged selection',
    query: '{ person { __typename } person { note } }',
    needs: ['person', 'person.note'],
    answer: (o) => ({ person: o.person.map(({ note }) => ({ __typename: 'Person', note })) }),
  },
  {
    name: 'output that a variable includes',
    query: 'query ($yes: Boolean!) { person { __typename note @include(if: $yes) id @skip(if: $yes) } }',
    variables: { yes: true },
    // Validation does not look at the condition, the guard does: see `asks` in the test.
    needs: ['person', 'person.note'],
    answer: (o) => ({ person: o.person.map(({ note }) => ({ __typename: 'Person', note })) }),
  },
  {
    name: 'output of a row by key',
    query: '{ a: personByPk(id: 12) { note } b: personByPk(id: 21) { note } }',
    needs: NOTE,
    answer: (o) => {
      const found = (wanted: number) => o.person.find(({ id }) => id === wanted);
      const shown = (person: Person | undefined) => (person ? { note: person.note } : null);
      return { a: shown(found(12)), b: shown(found(21)) };
    },
  },
  {
    name: 'output of a row by a composite key',
    query:
      '{ a: badgeByPk(number: 1, companyId: 2) { colour } b: badgeByPk(companyId: 1, number: 2) { colour } }',
    needs: ['badge', 'badge.companyId', 'badge.number', 'badge.colour'],
    answer: (o) => {
      const found = (company: number, wanted: number) => {
        const badge = o.badge.find((b) => b.companyId === company && b.number === wanted);
        return badge ? { colour: badge.colour } : null;
      };
      return { a: found(2, 1), b: found(1, 2) };
    },
  },
  {
    name: 'output in a second root field',
    query: '{ scan { id } person { note } }',
    needs: ['scan', 'scan.id', 'person', 'person.note'],
    answer: (o) => ({ scan: ids(o.scan), ...notes(o) }),
  },
  {
    name: 'output in a to-one relation',
    query: '{ person { id company { motto } } }',
    needs: [...EMPLOYER, 'person.id', 'company.motto'],
    answer: (o) => ({
      person: o.person.map((p) => {
        const company = employer(o, p);
        return { id: p.id, company: company && { motto: company.motto } };
      }),
    }),
  },
  {
    name: 'output in a to-many relation',
    query: '{ company { id person { note } } }',
    needs: [...STAFF, 'person.note'],
    answer: (o) => ({
      company: o.company.map((c) => ({ id: c.id, person: staff(o, c).map(({ note }) => ({ note })) })),
    }),
  },
  {
    name: 'output in a backward to-one relation',
    query: '{ person { id badge { colour } } }',
    needs: [...BADGE, 'badge.colour'],
    answer: (o) => ({
      person: o.person.map((p) => {
        const badge = badgeOf(o, p);
        return { id: p.id, badge: badge && { colour: badge.colour } };
      }),
    }),
  },
  {
    name: 'output in a relation to the table itself',
    query: '{ company { name parent { name } company { motto } } }',
    needs: ['company', 'company.id', 'company.parentId', 'company.name', 'company.motto'],
    answer: (o) => ({
      company: o.company.map((c) => {
        const parent = o.company.find(({ id }) => id === c.parentId);
        return {
          name: c.name,
          parent: parent ? { name: parent.name } : null,
          company: daughters(o, c).map(({ motto }) => ({ motto })),
        };
      }),
    }),
  },
  {
    name: 'output through a composite foreign key, both ways',
    query: '{ badge { colour scan { gate } } scan { gate badge { colour } } }',
    needs: [...COMPOSITE, 'badge.colour', 'scan.gate'],
    answer: (o) => ({
      badge: o.badge.map((b) => ({ colour: b.colour, scan: scans(o, b).map(({ gate }) => ({ gate })) })),
      scan: o.scan.map((s) => {
        const badge = o.badge.find((b) => scans(o, b).includes(s));
        return { gate: s.gate, badge: badge ? { colour: badge.colour } : null };
      }),
    }),
  },
  {
    name: 'output four levels deep',
    query: '{ company { name person { name badge { colour scan { gate } } } } }',
    needs: [...STAFF, ...BADGE, ...COMPOSITE, 'company.name', 'person.name', 'badge.colour', 'scan.gate'],
    answer: (o) => ({
      company: o.company.map((c) => ({
        name: c.name,
        person: staff(o, c).map((p) => {
          const badge = badgeOf(o, p);
          return {
            name: p.name,
            badge: badge && { colour: badge.colour, scan: scans(o, badge).map(({ gate }) => ({ gate })) },
          };
        }),
      })),
    }),
  },
  {
    name: 'output of both lists of a row',
    query: '{ company { person { id } badge { colour } } }',
    needs: [...STAFF, 'person.id', 'badge', 'badge.companyId', 'badge.colour'],
    answer: (o) => ({
      company: o.company.map((c) => ({
        person: ids(staff(o, c)),
        badge: o.badge.filter(({ companyId }) => companyId === c.id).map(({ colour }) => ({ colour })),
      })),
    }),
  },
  {
    name: 'a page of the rows',
    query: '{ person(limit: 2, offset: 1) { id } }',
    needs: ['person', 'person.id'],
    answer: (o) => ({ person: ids(o.person.slice(1, 3)) }),
  },
  {
    name: 'a page of the rows of a relation',
    query: '{ company { id person(limit: 1, offset: 1) { id } } }',
    needs: [...STAFF, 'person.id'],
    answer: (o) => ({ company: o.company.map((c) => ({ id: c.id, person: ids(staff(o, c).slice(1, 2)) })) }),
  },
];

const people = (keep: (person: Person, office: Office) => boolean) => (o: Office) => ({
  person: ids(o.person.filter((person) => keep(person, o))),
});
const companies = (keep: (company: Company, office: Office) => boolean) => (o: Office) => ({
  company: names(o.company.filter((company) => keep(company, o))),
});
const STAFF_NOTE = [...STAFF, 'company.name', 'person.note'];
const TEA = 'likes tea';

const filters: readonly ReferenceKind[] = [
  {
    name: 'a filter',
    query: '{ person(where: { note: { eq: "likes tea" } }) { id } }',
    needs: NOTE,
    answer: people(({ note }) => note === TEA),
  },
  {
    name: 'a filter under not',
    query: '{ person(where: { not: { note: { eq: "likes tea" } } }) { id } }',
    needs: NOTE,
    answer: people(({ note }) => note !== null && note !== TEA),
  },
  {
    name: 'a filter under and, or',
    query: '{ person(where: { or: [{ id: { eq: 31 } }, { and: [{ note: { like: "%tea" } }] }] }) { id } }',
    needs: NOTE,
    answer: people(({ id, note }) => id === 31 || note === TEA),
  },
  {
    name: 'a filter under an empty or',
    query: '{ person(where: { or: [], note: { in: [] } }) { id } }',
    needs: NOTE,
    answer: () => ({ person: [] }),
  },
  {
    name: 'a null test',
    query: '{ person(where: { note: { isNull: true } }) { id } }',
    needs: NOTE,
    answer: people(({ note }) => note === null),
  },
  {
    name: 'a filter in a whole variable',
    query: 'query ($w: PersonFilter) { person(where: $w) { id } }',
    variables: { w: { note: { eq: TEA } } },
    needs: NOTE,
    answer: people(({ note }) => note === TEA),
  },
  {
    name: 'a filter in a list variable',
    query: 'query ($w: [PersonFilter!]) { person(where: { and: $w }) { id } }',
    variables: { w: [{ not: { note: { like: '%money' } } }] },
    needs: NOTE,
    answer: people(({ note }) => note === TEA),
  },
  {
    name: 'a filter in a default value',
    query: 'query ($w: PersonFilter = { note: { eq: "likes tea" } }) { person(where: $w) { id } }',
    needs: NOTE,
    answer: people(({ note }) => note === TEA),
  },
  {
    name: 'a filter with a variable operand',
    query: 'query ($n: String) { person(where: { note: { startsWith: $n } }) { id } }',
    variables: { n: 'likes' },
    needs: NOTE,
    answer: people(({ note }) => note === TEA),
  },
  {
    name: 'a filter of a list in a relation',
    query: '{ company { person(where: { note: { eq: "likes tea" } }) { name } } }',
    needs: [...STAFF, 'person.note', 'person.name'],
    answer: (o) => ({
      company: o.company.map((c) => ({ person: names(staff(o, c).filter(({ note }) => note === TEA)) })),
    }),
  },
  {
    name: 'a filter in a to-one relation',
    query: '{ person(where: { company: { motto: { eq: "onward" } } }) { id } }',
    needs: [...EMPLOYER, 'person.id', 'company.motto'],
    answer: people((p, o) => employer(o, p)?.motto === 'onward'),
  },
  {
    name: 'a filter in a to-one relation under not',
    query: '{ person(where: { not: { company: { motto: { eq: "onward" } } } }) { id } }',
    needs: [...EMPLOYER, 'person.id', 'company.motto'],
    answer: people((p, o) => employer(o, p)?.motto !== 'onward'),
  },
  {
    name: 'an empty filter in a to-one relation',
    query: '{ person(where: { company: {} }) { id } }',
    needs: [...EMPLOYER, 'person.id'],
    answer: people((p, o) => employer(o, p) !== null),
  },
  {
    name: 'a filter in a backward to-one relation',
    query: '{ person(where: { badge: { colour: { eq: "red" } } }) { id } }',
    needs: [...BADGE, 'badge.colour'],
    answer: people((p, o) => badgeOf(o, p)?.colour === 'red'),
  },
  {
    name: 'some in a relation',
    query: '{ company(where: { person: { some: { note: { eq: "likes tea" } } } }) { name } }',
    needs: STAFF_NOTE,
    answer: companies((c, o) => staff(o, c).some(({ note }) => note === TEA)),
  },
  {
    name: 'none in a relation',
    query: '{ company(where: { person: { none: { note: { eq: "likes tea" } } } }) { name } }',
    needs: STAFF_NOTE,
    answer: companies((c, o) => !staff(o, c).some(({ note }) => note === TEA)),
  },
  {
    name: 'every in a relation',
    query: '{ company(where: { person: { every: { note: { eq: "likes tea" } } } }) { name } }',
    needs: STAFF_NOTE,
    answer: companies((c, o) => staff(o, c).every(({ note }) => note === TEA)),
  },
  {
    name: 'an empty some in a relation',
    query: '{ company(where: { person: { some: {} } }) { name } }',
    needs: [...STAFF, 'company.name'],
    answer: companies((c, o) => staff(o, c).length > 0),
  },
  {
    name: 'count in a relation',
    query: '{ company(where: { person: { count: { gte: 2 } } }) { name } }',
    needs: [...STAFF, 'company.name'],
    answer: companies((c, o) => staff(o, c).length >= 2),
  },
  {
    name: 'count in a relation by variable',
    query: 'query ($w: PersonToManyFilter) { company(where: { not: { person: $w } }) { name } }',
    variables: { w: { count: { eq: 2 } } },
    needs: [...STAFF, 'company.name'],
    answer: companies((c, o) => staff(o, c).length !== 2),
  },
  {
    name: 'a relation in a whole variable',
    query: 'query ($w: CompanyFilter) { company(where: $w) { name } }',
    variables: { w: { person: { some: { note: { eq: TEA } } } } },
    needs: STAFF_NOTE,
    answer: companies((c, o) => staff(o, c).some(({ note }) => note === TEA)),
  },
  {
    name: 'a relation to the table itself in a filter',
    query: '{ company(where: { parent: { motto: { eq: "onward" } } }) { name } }',
    needs: ['company', 'company.id', 'company.parentId', 'company.motto', 'company.name'],
    answer: companies((c, o) => o.company.some((p) => p.id === c.parentId && p.motto === 'onward')),
  },
  {
    name: 'a chain of relations in a filter',
    query:
      '{ company(where: { person: { some: { badge: { scan: { some: { gate: { eq: "south" } } } } } } }) { name } }',
    needs: [...STAFF, ...BADGE, ...COMPOSITE, 'company.name', 'scan.gate'],
    answer: companies((c, o) =>
      staff(o, c).some((p) => {
        const badge = badgeOf(o, p);
        return badge !== null && scans(o, badge).some(({ gate }) => gate === 'south');
      }),
    ),
  },
  {
    name: 'a composite foreign key in a filter',
    query: '{ scan(where: { badge: { colour: { eq: "red" } } }) { id } }',
    needs: [...COMPOSITE, 'badge.colour', 'scan.id'],
    answer: (o) => ({
      scan: ids(o.scan.filter((s) => o.badge.some((b) => b.colour === 'red' && scans(o, b).includes(s)))),
    }),
  },
  {
    name: 'a filter in a relation of a relation in the output',
    query: '{ company { name person(where: { badge: { colour: { eq: "red" } } }) { name } } }',
    needs: [...STAFF, ...BADGE, 'badge.colour', 'company.name', 'person.name'],
    answer: (o) => ({
      company: o.company.map((c) => ({
        name: c.name,
        person: names(staff(o, c).filter((p) => badgeOf(o, p)?.colour === 'red')),
      })),
    }),
  },
];

const orders: readonly ReferenceKind[] = [
  {
    name: 'an order',
    query: '{ person(orderBy: [{ note: ASC }]) { id } }',
    needs: NOTE,
    answer: (o) => ({ person: ids(byNote(o.person)) }),
  },
  {
    name: 'an order in a whole variable',
    query: 'query ($o: [PersonOrderBy!]) { person(orderBy: $o) { id } }',
    variables: { o: [{ note: 'ASC' }] },
    needs: NOTE,
    answer: (o) => ({ person: ids(byNote(o.person)) }),
  },
  {
    name: 'an order whose direction is a variable',
    query: 'query ($d: OrderDirection!) { person(orderBy: { note: $d }) { id } }',
    variables: { d: 'ASC' },
    needs: NOTE,
    answer: (o) => ({ person: ids(byNote(o.person)) }),
  },
  {
    name: 'an order behind another',
    query: '{ person(orderBy: [{ id: DESC }, { note: DESC }]) { id } }',
    needs: NOTE,
    answer: (o) => ({ person: ids([...o.person].reverse()) }),
  },
  {
    name: 'an order of a list in a relation',
    query: '{ company { name person(orderBy: { note: ASC }, limit: 1) { name } } }',
    needs: [...STAFF, 'company.name', 'person.name', 'person.note'],
    answer: (o) => ({
      company: o.company.map((c) => ({ name: c.name, person: names(byNote(staff(o, c)).slice(0, 1)) })),
    }),
  },
];

const keys: readonly ReferenceKind[] = [
  {
    name: 'a key in a variable',
    query: 'query ($id: Int!) { personByPk(id: $id) { name } }',
    variables: { id: 12 },
    needs: ['person', 'person.id', 'person.name'],
    answer: (o) => {
      const person = o.person.find(({ id }) => id === 12);
      return { personByPk: person ? { name: person.name } : null };
    },
  },
  {
    name: 'relations below a key',
    query: '{ companyByPk(id: 2) { person { note } parent { name } } }',
    needs: [...STAFF, 'person.note', 'company.parentId', 'company.name'],
    answer: (o) => {
      const company = o.company.find(({ id }) => id === 2);
      const parent = o.company.find(({ id }) => id === company?.parentId);
      return {
        companyByPk: company
          ? {
              person: staff(o, company).map(({ note }) => ({ note })),
              parent: parent ? { name: parent.name } : null,
            }
          : null,
      };
    },
  },
];

export const referenceKinds: readonly ReferenceKind[] = [
  ...rowsAlone,
  ...outputs,
  ...filters,
  ...orders,
  ...keys,
  ...pageReferences,
  ...aggregateReferences,
];
