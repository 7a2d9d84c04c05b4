import { describe, expect, it } from '@jest/globals';
import { operators, operatorsOf } from '../../src/filters/operators.js';
import { columnHolds } from '../../src/filters/parse-filter.js';
import { readRule, type CallerFilter, type StoredRule } from '../../src/row-rules/read-rule.js';
import { facts, named, pen, ruleOn } from './stationery.js';

function problemsOf(rule: StoredRule): readonly string[] {
  const read = readRule(named, rule);
  return read.kind === 'broken' ? read.problems.map(({ field, message }) => `${field} ${message}`) : [];
}

function sound(rule: StoredRule): CallerFilter {
  const read = readRule(named, rule);
  if (read.kind === 'broken') throw new Error(JSON.stringify(read.problems));
  return read.where;
}

/** The operands as they would be sent, in the order of the filter. */
function constantsOf(where: unknown): readonly unknown[] {
  return [
    ...JSON.stringify(sound(ruleOn(where)).filter, replacer).matchAll(/"operand":("(?:[^"\\]|\\.)*")/g),
  ].map(([, text]) => JSON.parse(JSON.parse(text!) as string) as unknown);
}

function replacer(name: string, value: unknown): unknown {
  if (name === 'relation' || name === 'column' || name === 'columns') return undefined;
  return name === 'operand' ? JSON.stringify(value) : value;
}

const constant = (value: unknown) => ({ kind: 'constant', value });

/** A value of each column that its operators take, how it is sent, and one that they refuse with its sentence. */
const byColumn: Readonly<
  Record<string, readonly [good: unknown, sent: unknown, bad: unknown, sentence: string]>
> = {
  flag: [true, true, 'true', 'must be true or false.'],
  short: [7, 7, 40_000, 'must be a whole number of 16 bits.'],
  whole: [7, 7, 2_147_483_648, 'must be a whole number of 32 bits.'],
  long: ['9007199254740993', '9007199254740993', '1.5', 'Write a whole number, such as "9007199254740993".'],
  real: [1.5, 1.5, '1.5', 'must be a number.'],
  exact: ['12.50', '12.50', 'twelve', 'Write a number, such as "12.50".'],
  words: ['a', 'a', 5, 'must be a text.'],
  ident: [
    '2f1c6a1e-7a52-4d3c-9f0e-0b7c5d1e4a90',
    '2f1c6a1e-7a52-4d3c-9f0e-0b7c5d1e4a90',
    'no',
    'Write a UUID, such as "2f1c6a1e-7a52-4d3c-9f0e-0b7c5d1e4a90".',
  ],
  moment: [
    '2026-03-01T09:30:00Z',
    '2026-03-01T09:30:00Z',
    '2026-03-01T09:30:00',
    'Write an instant with offset, such as "2026-03-01T09:30:00Z".',
  ],
  local: [
    '2026-03-01T09:30:00',
    '2026-03-01T09:30:00',
    '2026-03-01',
    'Write a date and time without zone, such as "2026-03-01T09:30:00".',
  ],
  day: ['2026-03-01', '2026-03-01', 'today', 'Write a day, such as "2026-03-01".'],
  clock: ['09:30:00', '09:30:00', '9', 'Write a time of day, such as "09:30:00".'],
  span: ['P1DT2H', 'P1DT2H', '1 day', 'Write a length of time in ISO 8601, such as "P1DT2H".'],
  mood: ['ok', 'ok', 'better', 'must be a value of Mood.'],
};

const cells = Object.entries(byColumn).flatMap(([name, sample]) => {
  const column = pen.columns.find((candidate) => candidate.name === name)!;
  return operatorsOf(columnHolds(column)).map((operator) => [name, operator, sample] as const);
});

describe('every operator of every type', () => {
  it.each(cells)('%s %s takes what it should and refuses the rest at its place', (name, operator, sample) => {
    const [good, sent, bad, sentence] = sample;
    const at = `where.${name}.${operator}`;
    const problem = (value: unknown) => problemsOf(ruleOn({ [name]: { [operator]: value } }));
    switch (operators[operator].operand) {
      case 'value':
        expect(constantsOf({ [name]: { [operator]: good } })).toEqual([constant(sent)]);
        expect(problem(bad)).toEqual([`${at} ${sentence}`]);
        expect(problem([good])).toEqual([`${at} must be one value, not a list.`]);
        break;
      case 'values':
        expect(constantsOf({ [name]: { [operator]: [good, good] } })).toEqual([
          { kind: 'list', items: [constant(sent), constant(sent)] },
        ]);
        expect(constantsOf({ [name]: { [operator]: [] } })).toEqual([{ kind: 'list', items: [] }]);
        expect(problem([good, bad])).toEqual([`${at} ${sentence}`]);
        expect(problem(good)).toEqual([`${at} must be a list.`]);
        expect(problem([good, null])).toEqual([`${at} must not contain null.`]);
        break;
      case 'boolean':
        expect(constantsOf({ [name]: { [operator]: true } })).toEqual([constant(true)]);
        expect(problem('true')).toEqual([`${at} must be true or false.`]);
        break;
      case 'pattern':
      case 'text':
      case 'similar':
      case 'regex':
        expect(constantsOf({ [name]: { [operator]: 'a%' } })).toEqual([constant('a%')]);
        expect(problem(5)).toEqual([`${at} must be a text.`]);
        break;
      default:
        throw new Error(`${operator} is none of these types.`);
    }
    expect(problem(null)).toEqual([`${at} must not be null. To find missing values, use { isNull: true }.`]);
    expect(problem({ eq: good })).toEqual([`${at} must be a value.`]);
  });

  it('a pattern does not end with its escape character, where PostgreSQL would refuse it for some rows only', () => {
    expect(constantsOf({ words: { like: 'a\\\\' } })).toEqual([constant('a\\\\')]);
    expect(problemsOf(ruleOn({ words: { notIlike: 'a\\' } }))[0]).toMatch(/^where.words.notIlike .*escape/);
  });

  it.each([
    [{ labels: { eq: ['a', null] } }, [{ kind: 'list', items: [constant('a'), constant(null)] }]],
    [{ labels: { overlaps: ['$$a'] } }, [{ kind: 'list', items: [constant('$a')] }]],
    [{ labels: { length: { gt: 2 } } }, [constant(2)]],
    [{ doc: { contains: { a: [1, '$$x'] } } }, [constant('{"a":[1,"$x"]}')]],
    [{ doc: { eq: [] } }, [constant('[]')]],
    [{ doc: { hasAnyKey: ['a', 'b'] } }, [{ kind: 'list', items: [constant('a'), constant('b')] }]],
    [
      { doc: { path: { at: ['a'], in: [1, { b: null }] } } },
      [{ kind: 'list', items: [constant('1'), constant('{"b":null}')] }],
    ],
    [{ sold: { contains: '$now' } }, [{ kind: 'now' }]],
    [
      { sold: { overlaps: { lower: '2026-03-01T09:30:00Z', upper: null } } },
      [{ kind: 'object', members: [['lower', constant('2026-03-01T09:30:00Z')]] }],
    ],
    [{ words: { regex: '^a.+(b|c)?[0-9]{2,3}$' } }, [constant('^a.+(b|c)?[0-9]{2,3}$')]],
  ])('%j is sent as it should be', (where, sent) => {
    expect(constantsOf(where)).toEqual(sent);
  });

  it.each([
    [{ labels: { eq: 'a' } }, 'where.labels.eq must be a list.'],
    [{ labels: { contains: [1] } }, 'where.labels.contains[0] must be a text.'],
    [{ labels: { overlaps: '$user.id' } }, 'where.labels.overlaps $user.id is one value, not a list.'],
    [{ doc: { contains: {} } }, 'where.doc.contains has no member, and would be contained by every object.'],
    [
      { doc: { contains: { owner: '$user.id' } } },
      'where.doc.contains must not have a variable inside of a JSON value. Write { path: { at: ["…"], eq: "$…" } }.',
    ],
    [
      { doc: { eq: 1e300 } },
      'where.doc.eq holds a number beyond 2^53, which loses digits in JSON: write it into the document.',
    ],
    [{ doc: { hasKey: 'a\0' } }, 'where.doc.hasKey must not contain the character NUL.'],
    [{ known: { eq: 1 } }, 'where.known.eq is no operator of this column. It has: isNull.'],
    [
      { sold: { contains: 'today' } },
      'where.sold.contains Write an instant with offset, such as "2026-03-01T09:30:00Z".',
    ],
    [
      { sold: { eq: { from: 1 } } },
      'where.sold.eq.from is no member of a range. It has: lower, upper, lowerInclusive, upperInclusive, isEmpty.',
    ],
    [
      { sold: { eq: '$user.attributes.range' } },
      'where.sold.eq must be a range such as { lower: …, upper: … }.',
    ],
  ])('%j is refused at its place', (where, problem) => {
    expect(problemsOf(ruleOn(where))).toEqual([problem]);
  });

  it('a variable is compared with what stands at a path, and with the items of a list', () => {
    const slots = (where: unknown) =>
      sound(ruleOn(where)).slots.map((slot) => slot.read(facts({ team: 'x' })));
    expect(slots({ doc: { path: { at: ['team'], eq: '$user.attributes.team' } } })).toEqual([
      { kind: 'parsed', value: '"x"' },
    ]);
    expect(slots({ labels: { overlaps: '$key.tags' } })).toEqual([
      { kind: 'parsed', value: expect.any(Array) },
    ]);
  });

  it.each([
    '(',
    'a)',
    '[a',
    'a**',
    'a{2,1}',
    'a{256}',
    '(a{200}){200}',
    '\\',
    '\\1',
    '(?=a)',
    '***:a',
    '[z-a]',
    '|',
    '',
  ])('a regular expression that PostgreSQL might refuse is refused: %s', (text) => {
    expect(problemsOf(ruleOn({ words: { regex: text } }))[0]).toMatch(
      /^where.words.regex is no plain pattern/,
    );
    expect(problemsOf(ruleOn({ words: { similar: text } }))[0]).toMatch(/^where.words.similar is no plain/);
  });
});

const NO_LIMIT =
  'has no condition, and would limit nothing: say which rows, or leave the rule out. Every row is {"and": []}.';
const NO_CONDITION =
  'has no condition, where one was meant: give it one or leave it out. What always holds is {"and": []}.';

describe('what is wrong is said in a sentence, at its place', () => {
  it.each([
    [null, 'where must be an object such as { <column>: { eq: … } }.'],
    ['x', 'where must be an object such as { <column>: { eq: … } }.'],
    [[{ whole: { eq: 1 } }], 'where must be an object such as { <column>: { eq: … } }.'],
    [{}, `where ${NO_LIMIT}`],
    [[], `where ${NO_LIMIT}`],
    [{ not: {} }, `where.not ${NO_CONDITION}`],
    [{ or: [{ whole: { eq: 1 } }, {}] }, `where.or[1] ${NO_CONDITION}`],
    [{ whole: {} }, `where.whole ${NO_CONDITION}`],
    [{ maker: { pen: { some: {} } } }, `where.maker.pen.some ${NO_CONDITION}`],
    [
      { nib: { eq: 1 } },
      'where.nib is neither a column nor a relation of pen, nor one of "and", "or", "not".',
    ],
    [
      { constructor: { eq: 1 } },
      'where.constructor is neither a column nor a relation of pen, nor one of "and", "or", "not".',
    ],
    [{ whole: 5 }, 'where.whole must be an object such as { eq: … }.'],
    [{ and: { whole: { eq: 5 } } }, 'where.and must be a list of filters.'],
    [
      { or: [{ and: [{ whole: { eq: 'x' } }] }] },
      'where.or[0].and[0].whole.eq must be a whole number of 32 bits.',
    ],
    [{ or: ['x'] }, 'where.or must be a list of filters.'],
    [{ not: { not: { words: { eq: 1 } } } }, 'where.not.not.words.eq must be a text.'],
    [{ words: { eq: 'a\0' } }, 'where.words.eq must not contain the character NUL.'],
    [
      { maker: { size: { eq: 1 } } },
      'where.maker.size is neither a column nor a relation of maker, nor one of "and", "or", "not".',
    ],
    [
      { maker: { pen: { any: { id: { eq: 'x' } } } } },
      'where.maker.pen.any is none of "some", "none", "every", "count".',
    ],
    [
      { maker: { pen: { count: { gt: 'x' } } } },
      'where.maker.pen.count.gt must be a whole number of 32 bits.',
    ],
    [
      { maker: { pen: { count: { like: 1 } } } },
      'where.maker.pen.count.like is no operator of a count. It has: eq, neq, in, notIn, lt, lte, gt, gte.',
    ],
  ])('%j', (where, problem) => {
    expect(problemsOf(ruleOn(where))).toEqual([problem]);
  });

  it('a table that is gone, a verb that has no rules', () => {
    expect(problemsOf(ruleOn({ and: [] }, { table: 't999' }))).toEqual([
      'table is not in this database any more.',
    ]);
    for (const verb of ['execute', 'SELECT', '', '*']) {
      expect(problemsOf(ruleOn({ and: [] }, { verb }))).toEqual([
        'verb must be one of select, insert, update, delete, aggregate.',
      ]);
    }
  });

  it('a rule that is too large, too deep, or follows too many relations', () => {
    const [large] = problemsOf(ruleOn({ or: Array.from({ length: 2_000 }, () => ({ whole: { eq: 1 } })) }));
    expect(large).toMatch(/^where has more than 2000 values/);
    let deep: object = { whole: { eq: 1 } };
    for (let level = 0; level < 40; level += 1) deep = { not: deep };
    expect(problemsOf(ruleOn(deep))[0]).toMatch(/nests more than 32 levels deep/);
    const wide = { or: Array.from({ length: 21 }, () => ({ maker: { id: { eq: 'x' } } })) };
    expect(problemsOf(ruleOn(wide))).toEqual(['where must follow at most 20 relations; it follows 21.']);
    expect(problemsOf(ruleOn({ or: wide.or.slice(1) }))).toEqual([]);
  });
});

describe('variables', () => {
  const read = (where: unknown, from = facts()) =>
    sound(ruleOn(where)).slots.map((slot) => {
      const value = slot.read(from);
      return value.kind === 'parsed' ? value.value : value.kind;
    });

  it('take their values from the caller', () => {
    const where = {
      or: [
        { words: { eq: '$user.id' } },
        { words: { like: '$user.email' } },
        { words: { neq: '$key.id' } },
        { words: { in: '$key.tags' } },
        { whole: { gt: '$user.attributes.deep.er' } },
        { long: { notIn: '$user.attributes.longs' } },
        { mood: { eq: '$user.attributes.mood' } },
        { flag: { isNull: '$user.attributes.yes' } },
      ],
    };
    const attributes = { deep: { er: 5 }, longs: ['1', 2], mood: 'ok', yes: true };
    expect(read(where, facts(attributes, ['a', 'b']))).toEqual([
      'u1',
      'ann@example.com',
      'k1',
      ['a', 'b'],
      5,
      ['1', '2'],
      'ok',
      true,
    ]);
  });

  it('stand in lists, beside constants, and for the instant', () => {
    expect(
      read({ words: { in: ['x', '$user.id', '$user.attributes.alias'] } }, facts({ alias: 'y' })),
    ).toEqual(['u1', 'y']);
    for (const column of ['moment', 'local', 'day']) {
      expect(read({ [column]: { lte: '$now' } })).toEqual([]);
    }
    expect(constantsOf({ moment: { lte: '$now' } })).toEqual([{ kind: 'now' }]);
  });

  it.each([
    ['missing', {}],
    ['null', { a: null }],
    ['a text', { a: '5' }],
    ['a list', { a: [5] }],
    ['out of range', { a: 3e9 }],
    ['inherited', Object.create({ a: 5 }) as Record<string, unknown>],
  ])('refuse a value that is %s', (_is, attributes) => {
    expect(read({ whole: { eq: '$user.attributes.a' } }, facts(attributes))).toEqual(['refused']);
    expect(read({ whole: { in: [1, '$user.attributes.a'] } }, facts(attributes))).toEqual(['refused']);
  });

  it('refuse whole lists for one wrong item, and what is no list', () => {
    const where = { whole: { in: '$user.attributes.a' } };
    for (const a of [[1, '2'], [1, null], 1, { 0: 1 }])
      expect(read(where, facts({ a }))).toEqual(['refused']);
    expect(read(where, facts({ a: [] }))).toEqual([[]]);
  });

  it.each([
    [
      { words: { eq: '$user' } },
      /^where.words.eq "\$user" is no variable: there are \$user.id, .*written with two\.$/,
    ],
    [{ words: { eq: '$user.attributes' } }, /is no variable/],
    [{ words: { eq: '$user.attributes.' } }, /is no variable/],
    [{ words: { eq: '$user.attributes.a..b' } }, /is no variable/],
    [{ words: { eq: '$USER.ID' } }, /is no variable/],
    [{ words: { eq: '$' } }, /is no variable/],
    [
      { whole: { eq: '$user.id' } },
      /^where.whole.eq \$user.id is text, and this compares with something else\.$/,
    ],
    [{ mood: { eq: '$user.email' } }, /is text/],
    [{ words: { eq: '$key.tags' } }, /^where.words.eq \$key.tags is a list: use it with in or notIn\.$/],
    [{ words: { in: ['$key.tags'] } }, /\$key.tags is a list/],
    [{ words: { in: '$user.id' } }, /^where.words.in \$user.id is one value, not a list\.$/],
    [{ words: { eq: '$now' } }, /^where.words.eq \$now is an instant: compare it with a date or time\.$/],
    [{ clock: { eq: '$now' } }, /\$now is an instant/],
    [{ moment: { in: '$now' } }, /\$now is an instant/],
    [{ flag: { isNull: '$user.id' } }, /is text/],
    [{ maker: { pen: { count: { eq: '$user.id' } } } }, /is text/],
  ])('are checked when they are written: %j', (where, problem) => {
    const problems = problemsOf(ruleOn(where));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  it('a text with a dollar sign in front is written with two', () => {
    expect(constantsOf({ words: { eq: '$$5' } })).toEqual([constant('$5')]);
    expect(constantsOf({ words: { startsWith: '$$$x' } })).toEqual([constant('$$x')]);
    expect(constantsOf({ words: { in: ['$$user.id'] } })).toEqual([
      { kind: 'list', items: [constant('$user.id')] },
    ]);
    expect(constantsOf({ words: { eq: '5$' } })).toEqual([constant('5$')]);
  });
});

describe('check and presets', () => {
  const writing = (rest: Partial<StoredRule>, verb = 'insert') =>
    problemsOf(ruleOn({ and: [] }, { verb, ...rest }));

  it.each([['select'], ['delete'], ['aggregate']])('are not for %s', (verb) => {
    expect(writing({ check: { and: [] }, presets: {} }, verb)).toEqual([
      'check is for the verbs insert and update only.',
      'presets are for the verbs insert and update only.',
    ]);
  });

  it('are told together with what is wrong with the filter', () => {
    const rule = ruleOn(
      { nib: {} },
      { verb: 'update', check: { words: { eq: 1 } }, presets: { words: 1, cap: 'x' } },
    );
    expect(problemsOf(rule).map((problem) => problem.split(' ')[0])).toEqual([
      'where.nib',
      'check.words.eq',
      'presets.words',
      'presets.cap',
    ]);
  });

  it.each([
    [{ cap: 'x' }, 'presets.cap is no column of pen.'],
    [{ computed: 'x' }, 'presets.computed is computed by the database and cannot be written.'],
    [{ required: null }, 'presets.required must not be null.'],
    [{ whole: 'x' }, 'presets.whole must be a whole number of 32 bits.'],
    [{ mood: 'better' }, 'presets.mood must be a value of Mood.'],
    [{ labels: 'a' }, 'presets.labels must be a list.'],
    [{ labels: ['a', 5] }, 'presets.labels must be a text.'],
    [['x'], 'presets must be an object such as {"ownerEmail": "$user.email"}.'],
    ['x', 'presets must be an object such as {"ownerEmail": "$user.email"}.'],
  ])('%j', (presets, problem) => {
    expect(writing({ presets })).toEqual([problem]);
  });

  it('presets take constants, null where it may be, variables, and a text with two dollar signs', () => {
    expect(
      writing({
        presets: {
          words: '$user.email',
          exact: '1.50',
          required: '$$x',
          whole: null,
          moment: '$now',
          labels: ['a'],
        },
      }),
    ).toEqual([]);
    expect(writing({ presets: { words: '$user.name' } })[0]).toMatch(
      /^presets.words "\$user.name" is no variable/,
    );
  });

  it('a preset that is wrong for every caller is refused when it is written', () => {
    expect(writing({ presets: { whole: '$user.email' } })).toHaveLength(1);
    expect(writing({ presets: { words: '$key.tags' } })).toHaveLength(1);
    expect(writing({ presets: { flag: '$now' } })).toHaveLength(1);
  });
});
