import { dateBetween, instantBetween, laterDate, sampleToday, addDays } from './instants.js';
import type { PersonRow } from './people.js';
import type { ProductRow } from './products.js';
import { createRandom, type Random } from './random.js';

export interface SupportCaseRow {
  readonly id: number;
  readonly case_number: string;
  readonly organisation_id: number | null;
  readonly person_id: number;
  readonly product_id: number | null;
  readonly subject: string;
  readonly priority: 'low' | 'normal' | 'high' | 'urgent';
  readonly status: Status;
  readonly opened_at: string;
  readonly closed_at: string | null;
}

type Status = 'open' | 'waiting' | 'solved' | 'closed';

const COUNT = 2600;

export function makeSupportCases(
  people: readonly PersonRow[],
  products: readonly ProductRow[],
): readonly SupportCaseRow[] {
  const random = createRandom(5005);
  return Array.from({ length: COUNT }, (_, index): SupportCaseRow => {
    const person = random.pickSkewed(people);
    const product = random.chance(0.85) ? random.pickSkewed(products) : null;
    const status = random.pickSkewed<Status>(['closed', 'solved', 'open', 'waiting']);
    const openedAt = instantBetween(random, laterDate('2023-01-02', person.created_at), '2026-10-31');
    return {
      id: index + 1,
      case_number: `CS-${String(20_001 + index)}`,
      organisation_id: person.organisation_id,
      person_id: person.id,
      product_id: product?.id ?? null,
      subject:
        product === null ? random.pick(generalSubjects) : `${product.name}: ${random.pick(productSubjects)}`,
      priority: random.pickSkewed(['normal', 'low', 'high', 'urgent']),
      status,
      opened_at: openedAt,
      closed_at: status === 'solved' || status === 'closed' ? closedAfter(random, openedAt) : null,
    };
  });
}

/** Some days later, but not after the day on which the sample stands still. */
function closedAfter(random: Random, openedAt: string): string {
  const opened = openedAt.slice(0, 10);
  const latest = addDays(opened, random.integer(1, 45));
  const day = dateBetween(random, addDays(opened, 1), latest < sampleToday ? latest : sampleToday);
  return `${day}T${String(random.integer(8, 17)).padStart(2, '0')}:30:00Z`;
}

const generalSubjects = [
  'Invoice shows the wrong delivery address',
  'Please add a second administrator',
  'Question about the data retention period',
  'Delivery arrived damaged',
  'Change of contact person',
  'Certificate for the audit needed',
];

const productSubjects = [
  'no values since the last update',
  'readings drift by several per cent',
  'cannot be paired',
  'red light blinks twice',
  'export stops half-way',
  'users are signed out every few minutes',
  'battery empty after two months',
  'documentation for the interface wanted',
  'time zone is off by one hour',
  'spare part needed',
  'appointment has to be moved',
  'report does not match the display',
];
