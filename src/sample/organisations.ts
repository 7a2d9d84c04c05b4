import { instantBetween, laterDate } from './instants.js';
import { createRandom, type Random } from './random.js';
import { industries, lastNames, placeWords } from './vocabulary.js';

export interface OrganisationRow {
  readonly id: number;
  readonly name: string;
  readonly industry: string;
  readonly website: string | null;
  readonly parent_id: number | null;
  readonly created_at: string;
}

const COUNT = 640;

export function makeOrganisations(): readonly OrganisationRow[] {
  const random = createRandom(1001);
  const names = new Set<string>();
  const rows: OrganisationRow[] = [];
  while (rows.length < COUNT) {
    const industry = random.pick(industries);
    const name = inventName(random, random.pick(industry.endings));
    if (names.has(name)) continue;
    names.add(name);
    // A parent stands before its daughters, so that rows can be inserted in order.
    const parent = rows.length > 20 && random.chance(0.22) ? random.pickSkewed(rows) : null;
    rows.push({
      id: rows.length + 1,
      name,
      industry: industry.name,
      website: random.chance(0.88) ? `https://www.${domainOf(name)}/` : null,
      parent_id: parent?.id ?? null,
      created_at: instantBetween(random, laterDate('2019-03-01', parent?.created_at ?? ''), '2026-06-30'),
    });
  }
  return rows;
}

function inventName(random: Random, ending: string): string {
  const kind = random.integer(1, 10);
  if (kind <= 6) return `${random.pick(placeWords)} ${ending}`;
  if (kind <= 8) return `${random.pick(lastNames)} ${ending}`;
  return `${random.pick(lastNames)} & ${random.pick(lastNames)} ${ending}`;
}

/** A domain under `.example`, which RFC 2606 reserves. */
export function domainOf(organisationName: string): string {
  return `${asciiSlug(organisationName)}.example`;
}

/** Lower case letters, digits and single hyphens. */
export function asciiSlug(text: string): string {
  return text
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
