import type { DatabaseOffer } from '../control-plane/control-plane.js';
import { grantedRights } from '../control-plane/rights.js';
import type { DatabaseRecord } from '../control-plane/records.js';
import type { CheckResult, CliServices } from './cli-wiring.js';
import { readEveryPage } from './every-page.js';
import { describeRules } from './rule-commands.js';

type RuleServices = Pick<CliServices, 'controlPlane' | 'offerOf'>;

/** A failed check for each row rule and each key's narrowing that the database's tables broke; none where all are sound. */
export async function checkRules(
  services: RuleServices,
  database: DatabaseRecord,
): Promise<readonly CheckResult[]> {
  const offer = await services.offerOf(database.id);
  return [
    ...(await brokenRules(services, offer, database)),
    ...(await brokenNarrowings(services, offer, database)),
  ];
}

async function brokenRules(
  { controlPlane: { groups } }: RuleServices,
  offer: DatabaseOffer,
  { slug }: DatabaseRecord,
): Promise<readonly CheckResult[]> {
  const all = await readEveryPage((request) => groups.page({ ...request, databaseSlug: slug }));
  const rules = await groups.rowRulesOf(all.map(({ id }) => id));
  return all.flatMap(({ name }, index) =>
    describeRules(offer, name, rules[index] ?? []).flatMap(({ table, verb, broken }) =>
      broken === null
        ? []
        : [
            {
              name: `row rule of the group ${name} on ${table}:${verb} in ${slug}`,
              passed: false,
              detail: `is broken, so that the group does not grant this now: ${broken}`,
            },
          ],
    ),
  );
}

async function brokenNarrowings(
  { controlPlane: { apiKeys } }: RuleServices,
  offer: DatabaseOffer,
  { slug }: DatabaseRecord,
): Promise<readonly CheckResult[]> {
  const keys = await readEveryPage((request) => apiKeys.page({ ...request, where: { databaseSlug: slug } }));
  const narrowed = keys.filter(
    ({ rowNarrowing, revokedAtMs }) =>
      rowNarrowing !== null && rowNarrowing !== undefined && revokedAtMs === null,
  );
  const states = await apiKeys.statesOf(narrowed.map(({ id }) => id));
  return narrowed.flatMap(({ id, name, rowNarrowing }, index) => {
    const rights = grantedRights(offer, states[index]?.groups ?? []);
    const problems = offer.checkRowNarrowing(rowNarrowing, rights);
    if (problems.length === 0) return [];
    const broken = problems.map(({ field, message }) => `${field}: ${message}`).join(' ');
    return [
      {
        name: `narrowing of the key "${name}" (${id}) in ${slug}`,
        passed: false,
        detail: `is broken, so that the key may do nothing now: ${broken}`,
      },
    ];
  });
}
