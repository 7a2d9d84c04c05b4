import type { Company, Office, Person } from '../support/office.js';
import type { ReferenceKind } from './reference-kind.js';

/* References of aggregates and groups. What is calculated with asks for `aggregate`, what is looked at for `select`. */

const staff = (o: Office, company: Company) => o.person.filter(({ companyId }) => companyId === company.id);
const STAFF = ['company', 'company.id', 'person.companyId'];
const TEA = 'likes tea';
const COUNTED = ['person:aggregate'];
const notesOf = (people: readonly Person[]) =>
  people.flatMap(({ note }) => (note === null ? [] : [note])).sort();
const sumOf = (numbers: readonly number[]) =>
  numbers.length === 0 ? null : String(numbers.reduce((sum, number) => sum + number, 0));

/** In the order of the notes, the missing one last. */
function byNote(o: Office): readonly { readonly note: string | null; readonly people: readonly Person[] }[] {
  const notes = [
    ...new Set(notesOf(o.person)),
    ...(o.person.some(({ note }) => note === null) ? [null] : []),
  ];
  return notes.map((note) => ({ note, people: o.person.filter((person) => person.note === note) }));
}

export const aggregateReferences: readonly ReferenceKind[] = [
  {
    name: 'counted rows',
    query: '{ personAggregate { count } }',
    needs: COUNTED,
    answer: (o) => ({ personAggregate: { count: o.person.length } }),
  },
  {
    name: 'counted rows with a filter',
    query: '{ personAggregate(where: { note: { eq: "likes tea" } }) { count } }',
    needs: [...COUNTED, 'person.note'],
    answer: (o) => ({ personAggregate: { count: o.person.filter(({ note }) => note === TEA).length } }),
  },
  {
    name: 'counted rows with a filter through a relation',
    query: '{ personAggregate(where: { company: { motto: { eq: "onward" } } }) { count } }',
    needs: [...COUNTED, ...STAFF, 'company.motto'],
    answer: (o) => {
      const onward = o.company.filter(({ motto }) => motto === 'onward').map(({ id }) => id);
      const found = o.person.filter(({ companyId }) => companyId !== null && onward.includes(companyId));
      return { personAggregate: { count: found.length } };
    },
  },
  {
    name: 'functions of a column',
    query: '{ personAggregate { min { note } max { note } countDistinct { note } sum { id } } }',
    needs: [...COUNTED, 'person.note:aggregate', 'person.id:aggregate'],
    answer: (o) => {
      const notes = notesOf(o.person);
      return {
        personAggregate: {
          min: { note: notes[0] ?? null },
          max: { note: notes.at(-1) ?? null },
          countDistinct: { note: new Set(notes).size },
          sum: { id: sumOf(o.person.map(({ id }) => id)) },
        },
      };
    },
  },
  {
    name: 'an aggregate of a relation',
    query: '{ company { name personAggregate { count max { note } } } }',
    needs: [...COUNTED, ...STAFF, 'company.name', 'person.note:aggregate'],
    answer: (o) => ({
      company: o.company.map((c) => ({
        name: c.name,
        personAggregate: { count: staff(o, c).length, max: { note: notesOf(staff(o, c)).at(-1) ?? null } },
      })),
    }),
  },
  {
    name: 'group keys',
    query: '{ personGroups(by: [NOTE]) { key { note } count } }',
    needs: [...COUNTED, 'person.note'],
    answer: (o) => ({
      personGroups: byNote(o).map(({ note, people }) => ({ key: { note }, count: people.length })),
    }),
  },
  {
    name: 'groups by a key that is not shown, in a variable',
    query: 'query ($by: [PersonColumn!]!) { personGroups(by: $by) { count } }',
    variables: { by: ['NOTE'] },
    needs: [...COUNTED, 'person.note'],
    answer: (o) => ({ personGroups: byNote(o).map(({ people }) => ({ count: people.length })) }),
  },
  {
    name: 'a condition on groups',
    query: '{ personGroups(by: [NOTE], having: { min: { name: { lt: "Bob" } } }) { count } }',
    needs: [...COUNTED, 'person.note', 'person.name:aggregate'],
    answer: (o) => ({
      personGroups: byNote(o)
        .filter(({ people }) => people.some(({ name }) => name < 'Bob'))
        .map(({ people }) => ({ count: people.length })),
    }),
  },
  {
    name: 'an order of groups',
    query: '{ personGroups(by: [NOTE], orderBy: [{ max: { name: DESC } }]) { count } }',
    needs: [...COUNTED, 'person.note', 'person.name:aggregate'],
    answer: (o) => {
      const last = (people: readonly Person[]) =>
        people
          .map(({ name }) => name)
          .sort()
          .at(-1) ?? '';
      const sorted = [...byNote(o)].sort((a, b) => (last(a.people) < last(b.people) ? 1 : -1));
      return { personGroups: sorted.map(({ people }) => ({ count: people.length })) };
    },
  },
];
