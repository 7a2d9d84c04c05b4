import { addDays, dateBetween, instantBetween, laterDate, sampleToday } from './instants.js';
import type { OrganisationRow } from './organisations.js';
import type { PersonRow } from './people.js';
import { centsOf, formatCents, type ProductRow } from './products.js';
import { createRandom, type Random } from './random.js';
import { salesTeam } from './vocabulary.js';

export interface OpportunityRow {
  readonly id: number;
  readonly organisation_id: number;
  readonly person_id: number | null;
  readonly name: string;
  readonly stage: Stage;
  readonly amount: string | null;
  readonly close_date: string | null;
  readonly owner_email: string;
  readonly created_at: string;
}

export interface OpportunityLineRow {
  readonly id: number;
  readonly opportunity_id: number;
  readonly product_id: number;
  readonly quantity: number;
  readonly unit_price: string;
}

type Stage = 'lead' | 'qualified' | 'proposal' | 'negotiation' | 'won' | 'lost';

const COUNT = 3100;

export function makeOpportunities(
  organisations: readonly OrganisationRow[],
  people: readonly PersonRow[],
  products: readonly ProductRow[],
): { readonly opportunities: readonly OpportunityRow[]; readonly lines: readonly OpportunityLineRow[] } {
  const random = createRandom(4004);
  const staff = groupByOrganisation(people);
  const lines: OpportunityLineRow[] = [];
  const opportunities = Array.from({ length: COUNT }, (_, index): OpportunityRow => {
    const organisation = random.pickSkewed(organisations);
    const contacts = staff.get(organisation.id) ?? [];
    const stage = random.pick(stages);
    const offered = stage === 'lead' ? [] : random.pickSome(products, random.integer(1, 5));
    const own = offered.map((product) => offerProduct(random, lines.length + 1, index + 1, product));
    own.forEach((line, offset) => lines.push({ ...line, id: line.id + offset }));
    const createdAt = instantBetween(random, laterDate('2022-01-03', organisation.created_at), '2026-10-30');
    return {
      id: index + 1,
      organisation_id: organisation.id,
      person_id: contacts.length > 0 && random.chance(0.93) ? random.pick(contacts).id : null,
      name: `${random.pick(purposes)} for ${organisation.name}`,
      stage,
      amount: own.length === 0 ? estimate(random) : formatCents(totalCents(own)),
      close_date: closeDate(random, stage, createdAt),
      owner_email: random.pickSkewed(salesTeam),
      created_at: createdAt,
    };
  });
  return { opportunities, lines };
}

function groupByOrganisation(people: readonly PersonRow[]): ReadonlyMap<number | null, readonly PersonRow[]> {
  const groups = new Map<number | null, PersonRow[]>();
  for (const person of people) {
    const group = groups.get(person.organisation_id);
    if (group === undefined) groups.set(person.organisation_id, [person]);
    else group.push(person);
  }
  return groups;
}

/** As often as they stand here. */
const stages: readonly Stage[] = [
  ...(['lead', 'lead', 'qualified', 'qualified', 'proposal', 'proposal', 'negotiation'] as const),
  ...(['won', 'won', 'won', 'won', 'won', 'lost', 'lost', 'lost'] as const),
];

const purposes = [
  'Pilot installation',
  'Roll-out',
  'Replacement of old gateways',
  'Second site',
  'Licence renewal',
  'Upgrade',
  'Framework contract',
  'Training package',
  'Monitoring',
  'Extension',
];

function offerProduct(
  random: Random,
  id: number,
  opportunityId: number,
  product: ProductRow,
): OpportunityLineRow {
  const discountPercent = random.pick([0, 0, 0, 5, 10, 15, 20]);
  return {
    id,
    opportunity_id: opportunityId,
    product_id: product.id,
    quantity: random.pickSkewed([1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 25, 50]),
    unit_price: formatCents(Math.round((centsOf(product.unit_price) * (100 - discountPercent)) / 100)),
  };
}

function totalCents(lines: readonly OpportunityLineRow[]): number {
  return lines.reduce((sum, line) => sum + line.quantity * centsOf(line.unit_price), 0);
}

function estimate(random: Random): string | null {
  return random.chance(0.6) ? `${random.integer(2, 120) * 500}.00` : null;
}

function closeDate(random: Random, stage: Stage, createdAt: string): string | null {
  const day = createdAt.slice(0, 10);
  if (stage === 'won' || stage === 'lost') {
    const latest = addDays(day, 240);
    return dateBetween(random, day, latest < sampleToday ? latest : sampleToday);
  }
  if (stage === 'lead' && random.chance(0.5)) return null;
  return dateBetween(random, addDays(sampleToday, 1), '2027-09-30');
}
