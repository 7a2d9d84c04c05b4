import { formatSecret, newSecretPart, parseSecret } from '../../src/authentication/secret-format.js';
import { newId } from '../../src/foundation/ids.js';
import { ask, type AskOptions, type TestGateway } from '../../test/support/test-gateway.js';
import { compare, shuffle } from './statistics.js';
import { startWorld, type World } from './world.js';

interface Probe {
  readonly name: string;
  /** The request of this turn; `turn` counts up to the number of samples. */
  readonly request: (turn: number) => {
    readonly key: string;
    readonly options?: AskOptions;
    readonly query?: string;
  };
}

const BY_KEY = 'query ($id: Int!) { personByPk(id: $id) { id firstName organisation { name } } }';
const WARM_UPS = 300;

export async function measureTiming(samples: number): Promise<void> {
  const world = await startWorld();
  try {
    await report(world.gateway, samples, await rowProbes(world));
    for (const probes of await refusalProbes(world, samples)) await report(world.gateway, samples, probes);
  } finally {
    await world.gateway.close();
  }
}

async function rowProbes({ gateway, ruled, free, organisations }: World): Promise<readonly Probe[]> {
  const query = `query ($all: [Int!]!) { person(where: { organisationId: { notIn: $all } }, limit: 500) { id } }`;
  const { body } = await ask(gateway, free, query, { variables: { all: organisations } });
  const invisible = body.data?.['person'] as readonly { readonly id: number }[];
  const request = (id: number) => ({ key: ruled, query: BY_KEY, options: { variables: { id } } });
  return [
    { name: 'missing', request: (turn) => request(1_000_000 + turn) },
    // As many digits: the length of a request says nothing of the row.
    { name: 'missing, others', request: (turn) => request(2_000_000 + turn) },
    { name: 'invisible', request: (turn) => request(invisible[turn % invisible.length]?.id ?? NaN) },
  ];
}

/** The four refusals that are one, each set measured against its first. */
async function refusalProbes(world: World, samples: number): Promise<readonly (readonly Probe[])[]> {
  const { gateway, ruled } = world;
  const user = 'ruled@example.com';
  const elsewhere = await gateway.createKey({ as: user, allowedAddresses: ['198.51.100.7'] });
  const unused: string[] = [];
  for (let index = 0; index < samples; index += 1)
    unused.push((await gateway.createKey({ as: user })).secret);
  const stranger = withId(ruled, newId());
  const remembered: readonly Probe[] = [
    { name: 'unknown', request: () => ({ key: stranger }) },
    { name: 'wrong secret', request: () => ({ key: withOtherSecret(ruled) }) },
    { name: 'wrong address', request: () => ({ key: elsewhere.secret }) },
    { name: 'malformed (no look-up)', request: () => ({ key: `${ruled.slice(0, -1)}_` }) },
  ];
  const atFirst: readonly Probe[] = [
    { name: 'unknown, first try', request: () => ({ key: withId(ruled, newId()) }) },
    {
      name: 'wrong secret of a key at rest, first try',
      request: (turn) => ({ key: withOtherSecret(unused[turn] ?? unused[0] ?? '') }),
    },
    { name: 'wrong secret of a key in use', request: () => ({ key: withOtherSecret(ruled) }) },
  ];
  return [remembered, atFirst];
}

function withId(key: string, keyId: string): string {
  return formatSecret({ ...parse(key), keyId, secret: newSecretPart() }).reveal();
}

function withOtherSecret(key: string): string {
  return formatSecret({ ...parse(key), secret: newSecretPart() }).reveal();
}

function parse(key: string) {
  const parsed = parseSecret(key);
  if (parsed.kind === 'malformed') throw new Error('A key of our own is malformed.');
  return parsed;
}

async function report(gateway: TestGateway, samples: number, probes: readonly Probe[]): Promise<void> {
  const times = await measure(gateway, samples, probes);
  const [first, ...others] = probes;
  const base = times.get(first?.name ?? '') ?? [];
  for (const { name } of others) {
    const { medians, difference, noise, z } = compare(base, times.get(name) ?? []);
    const verdict = Math.abs(difference) > noise ? 'MORE THAN NOISE' : 'within noise';
    console.log(
      `${name} / ${first?.name ?? ''}: ${(medians[1] / medians[0]).toFixed(3)} (medians ${microseconds(medians[1])} and ${microseconds(medians[0])}); ` +
        `difference ${microseconds(difference)}, halves of one sample ${microseconds(noise)}: ${verdict}; by ranks z = ${z.toFixed(1)}`,
    );
  }
}

/** Interleaved in an order drawn anew each turn, one request at a time: no probe always follows the same other. */
async function measure(
  gateway: TestGateway,
  samples: number,
  probes: readonly Probe[],
): Promise<ReadonlyMap<string, number[]>> {
  const times = new Map(probes.map(({ name }) => [name, [] as number[]]));
  const answers = new Set<string>();
  for (let turn = -WARM_UPS; turn < samples; turn += 1) {
    for (const { name, request } of shuffle(probes)) {
      // What warms up may not use up first tries.
      const { key, query = '{ __typename }', options } = request(turn < 0 ? 0 : turn);
      const begun = performance.now();
      const { text } = await ask(gateway, key, query, options);
      const elapsed = performance.now() - begun;
      if (turn >= 0) times.get(name)?.push(elapsed);
      answers.add(text.replace(/"decisionId":"[^"]*"/, ''));
    }
  }
  if (answers.size !== 1) throw new Error(`The answers differ: ${[...answers].join(' ')}`);
  return times;
}

function microseconds(ms: number): string {
  return `${(ms * 1000).toFixed(0)} µs`;
}
