import { expect, it } from '@jest/globals';
import { effectiveCapabilities } from '../../src/authentication/effective-capabilities.js';
import { keyState } from '../../src/authentication/key-state.js';
import { allowsColumn, allowsNamed, allowsRow } from '../../src/capability/capability-set.js';
import type { AuthorizationState } from '../../src/control-plane/authorization-state.js';
import type { DatabaseOffer } from '../../src/control-plane/control-plane.js';
import { PosternError } from '../../src/foundation/postern-error.js';
import { managementOffer, managementSpace } from '../../src/management-schema/management-catalog.js';
import { randomAction } from '../escalation-walk/walk-actions.js';
import { randomActor } from '../escalation-walk/walk-actor.js';
import { findViolations } from '../escalation-walk/walk-checks.js';
import { holdingsOf, keyPrincipal } from '../escalation-walk/walk-model.js';
import { seedWorld } from '../escalation-walk/walk-seed.js';
import { readWorld, type World, type WorldDatabase } from '../escalation-walk/walk-world.js';
import { Random } from '../model/random.js';
import { crmOffer, crmSpace, gatewayId, openFixture, type Fixture } from './control-plane-fixture.js';

/**
 * Random sequences of management actions by random actors, through the real services: after each, a model of its own
 * says what every user and every key may do, and nobody holds or made anybody hold what the actor did not have.
 * More of it by WALKS, and another beginning by SEED.
 */

const WALKS = Number(process.env['WALKS'] ?? 100);
const SEED = Number(process.env['SEED'] ?? 20_261_127);
const ACTIONS = 20;
/** Side by side, each on a control plane of its own: most of the time is waiting for PostgreSQL. */
const LANES = 3;

const grantablesOf = ({ slug }: Pick<WorldDatabase, 'slug'>) =>
  slug === 'gateway' ? managementSpace : crmSpace;

interface Tally {
  accepted: number;
  escalations: number;
  others: number;
  readonly acceptedNames: Set<string>;
}

it(
  `gives nobody more than the actor had, in ${WALKS} sequences of ${ACTIONS} actions (seed ${SEED})`,
  async () => {
    const tally: Tally = { accepted: 0, escalations: 0, others: 0, acceptedNames: new Set() };
    const seeds = Array.from({ length: WALKS }, (_none, index) => SEED + index);
    const lane = async (own: readonly number[]) => {
      const fixture = await openFixture({
        offerOf: (id) => Promise.resolve(id === gatewayId ? managementOffer : crmOffer),
        passwords: {
          hash: () => Promise.resolve(`hash ${Math.random()}`),
          check: () => Promise.resolve('wrong'),
        },
      });
      try {
        for (const seed of own) await walk(fixture, seed, tally);
      } finally {
        await fixture.close();
      }
    };
    await Promise.all(
      Array.from({ length: LANES }, (_none, which) =>
        lane(seeds.filter((_seed, index) => index % LANES === which)),
      ),
    );
    // A walk on which nothing happens, or nothing is refused, would prove nothing.
    expect(tally.accepted).toBeGreaterThan(WALKS * 2);
    expect(tally.escalations).toBeGreaterThan(WALKS * 2);
    if (WALKS >= 200) expect(tally.acceptedNames.size).toBeGreaterThan(24);
  },
  60_000 + WALKS * 1_500,
);

async function walk(fixture: Fixture, seed: number, tally: Tally): Promise<void> {
  const random = new Random(seed);
  await seedWorld(fixture, random, (slug) => grantablesOf({ slug }));
  let world = await readWorld(fixture.sql);
  let held = holdingsOf(world, grantablesOf);
  await expectSameRights(fixture, world);
  const done: unknown[] = [];
  for (let count = 0; count < ACTIONS; count += 1) {
    const acting = (await randomActor(fixture, random, world)) ?? (await randomActor(fixture, random, world));
    const action = randomAction(random, world, fixture.controlPlane);
    if (acting === null) continue;
    const outcome = await action.run(acting.actor).then(
      () => 'accepted',
      (error: unknown) => {
        if (error instanceof PosternError) return error.code;
        throw error;
      },
    );
    done.push({ as: acting.known, name: action.name, input: action.input, outcome });
    note(tally, action.name, outcome);
    if ((await fixture.revision()) === world.revision) continue;
    const after = await readWorld(fixture.sql);
    const heldAfter = holdingsOf(after, grantablesOf);
    const violations = findViolations({
      actor: acting.known,
      before: world,
      after,
      held: { before: held, after: heldAfter },
      grantablesOf,
    });
    if (violations.length > 0 || outcome !== 'accepted') {
      throw new Error(JSON.stringify({ seed, violations, done: done.slice(-3), world }, null, 1));
    }
    world = after;
    held = heldAfter;
  }
  await expectSameRights(fixture, world);
}

function note(tally: Tally, name: string, outcome: string): void {
  if (outcome === 'accepted') {
    tally.accepted += 1;
    tally.acceptedNames.add(name);
  } else if (outcome === 'ESCALATION') tally.escalations += 1;
  else tally.others += 1;
}

/** The model and the code that authenticates agree on what each key may do, rows left aside. */
async function expectSameRights(fixture: Fixture, world: World): Promise<void> {
  const groups = world.groups.map((group) =>
    group.databaseId === gatewayId ? group : { ...group, rules: [] },
  );
  const holdings = holdingsOf({ ...world, groups }, grantablesOf);
  const states = await fixture.controlPlane.apiKeys.statesOf(world.keys.map(({ id }) => id));
  for (const [index, key] of world.keys.entries()) {
    const offer = key.databaseId === gatewayId ? managementOffer : crmOffer;
    const slug = world.databases.find(({ id }) => id === key.databaseId)?.slug;
    const held = [...holdings.get(keyPrincipal(key.id))!.rights.keys()].sort();
    expect({ key, held }).toEqual({
      key,
      held: listRights(fixture, states[index] ?? null, offer, slug).sort(),
    });
  }
}

function listRights(
  fixture: Fixture,
  state: AuthorizationState | null,
  offer: DatabaseOffer,
  slug = 'removed',
): string[] {
  if (state === null || keyState(state, fixture.clock.nowMs, false).refusal !== null) return [];
  const effective = effectiveCapabilities(state, offer);
  const triples = offer.space.tables.flatMap(({ key: table, verbs, columns }) =>
    verbs.flatMap((verb) => [
      ...(allowsRow(effective, table, verb) ? [`${table}|ROW|${verb}`] : []),
      ...columns
        .filter(({ key }) => allowsColumn(effective, table, key, verb))
        .map(({ key }) => `${table}|${key}|${verb}`),
    ]),
  );
  const named = offer.space.named.filter((name) => allowsNamed(effective, name));
  return [...triples, ...named].map((right) => `${slug}|${right}`);
}
