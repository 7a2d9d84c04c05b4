import { startLoad } from './load.js';
import { median, quantile, shuffle } from './statistics.js';
import { askForData, startWorld, type World } from './world.js';

/** Both keys get the same rows for these: each asks within a few organisations that the rules let the second one see. */
const shapes = {
  'one person by key': `query ($one: Int!) { personByPk(id: $one) { id firstName lastName email organisationId } }`,
  '20 people with their organisation': `query ($some: [Int!]!) {
    person(where: { organisationId: { in: $some } }, limit: 20) {
      id firstName lastName email organisation { id name industry }
    } }`,
  '5 organisations with 20 people each': `query ($some: [Int!]!) {
    organisation(where: { id: { in: $some } }) { id name industry person(limit: 20) { id firstName lastName email } } }`,
};

const AT_A_TIME = 5;
const WARM_UPS = 150;
const REQUESTS = 1_000;

export async function measureThroughput(options: {
  readonly rounds: number;
  readonly seconds: number;
}): Promise<void> {
  const world = await startWorld();
  try {
    const url = `${(await world.gateway.server.listen()).url}/graphql`;
    const variables = await variablesOf(world);
    for (const [name, query] of Object.entries(shapes)) {
      await checkSameAnswers(world, query, variables);
      const oneAtATime = await compareLatencies(world, query, variables);
      console.log(`${name}\n  one request at a time: ${oneAtATime}`);
      const { withRules, again } = await compareRates(world, { ...options, url, query, variables });
      console.log(`  requests/s over 32 connections: with / without rules ${spread(withRules)}`);
      console.log(`  (the key without rules against itself ${spread(again)})`);
    }
  } finally {
    await world.gateway.close();
  }
}

type Variables = readonly Readonly<Record<string, unknown>>[];

async function variablesOf({ gateway, free, organisations }: World): Promise<Variables> {
  const query = `query ($all: [Int!]!) { person(where: { organisationId: { in: $all } }, limit: 300) { id } }`;
  const { data } = JSON.parse(await askForData(gateway, free, query, { all: organisations })) as {
    readonly data: { readonly person: readonly { readonly id: number }[] };
  };
  return data.person.map(({ id }, turn) => ({
    one: id,
    some: Array.from(
      { length: AT_A_TIME },
      (_, step) => organisations[(turn + step * 7) % organisations.length],
    ),
  }));
}

async function checkSameAnswers(
  { gateway, free, ruled }: World,
  query: string,
  variables: Variables,
): Promise<void> {
  let characters = 0;
  for (const values of variables) {
    const [expected, text] = [
      await askForData(gateway, free, query, values),
      await askForData(gateway, ruled, query, values),
    ];
    if (text !== expected)
      throw new Error(`The two keys see different rows: ${query} ${JSON.stringify(values)}`);
    characters += text.length;
  }
  console.log(
    `  (answers of ${Math.round(characters / variables.length)} characters in the mean, the same for both)`,
  );
}

/** Turn and turn about within milliseconds: what else the machine does is shared evenly, as it is not between slices. */
async function compareLatencies(
  { gateway, free, ruled }: World,
  query: string,
  variables: Variables,
): Promise<string> {
  const times = { free: [] as number[], ruled: [] as number[], again: [] as number[] };
  const turns = [
    { name: 'free', key: free },
    { name: 'ruled', key: ruled },
    { name: 'again', key: free },
  ] as const;
  for (let turn = -WARM_UPS; turn < REQUESTS; turn += 1) {
    for (const { name, key } of shuffle(turns)) {
      const begun = performance.now();
      await askForData(gateway, key, query, variables[Math.abs(turn) % variables.length]);
      if (turn >= 0) times[name].push(performance.now() - begun);
    }
  }
  const base = median(times.free);
  const [withRules, again] = [base / median(times.ruled), base / median(times.again)];
  return `with / without rules ${withRules.toFixed(3)} (against itself ${again.toFixed(3)})`;
}

interface Ratios {
  readonly withRules: readonly number[];
  /** The key without rules against itself: what the machine makes of two equals. */
  readonly again: readonly number[];
}

async function compareRates(
  { free, ruled }: World,
  options: {
    readonly url: string;
    readonly query: string;
    readonly variables: Variables;
    readonly rounds: number;
    readonly seconds: number;
  },
): Promise<Ratios> {
  const load = startLoad(options);
  const turns = [
    { name: 'free', key: free },
    { name: 'ruled', key: ruled },
    { name: 'again', key: free },
  ] as const;
  const withRules: number[] = [];
  const again: number[] = [];
  for (const { key } of turns) await load.run(key, 2);
  for (let round = 0; round < options.rounds; round += 1) {
    const rates = { free: NaN, ruled: NaN, again: NaN };
    // In every order: what else the machine does comes and goes.
    for (const { name, key } of shuffle(turns)) rates[name] = await load.run(key, options.seconds);
    withRules.push(rates.ruled / rates.free);
    again.push(rates.again / rates.free);
  }
  load.close();
  return { withRules, again };
}

function spread(ratios: readonly number[]): string {
  const [low, high] = [0.25, 0.75].map((share) => quantile(ratios, share).toFixed(3));
  return `${median(ratios).toFixed(3)} (half of the rounds between ${low} and ${high})`;
}
