import { instantBetween, laterDate } from './instants.js';
import { asciiSlug, domainOf, type OrganisationRow } from './organisations.js';
import { inventPhone } from './phone.js';
import { inventPrivateNote } from './private-note.js';
import { createRandom } from './random.js';
import { firstNames, lastNames } from './vocabulary.js';

export interface PersonRow {
  readonly id: number;
  readonly organisation_id: number | null;
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly private_note: string | null;
  readonly created_at: string;
}

const COUNT = 4200;

export function makePeople(organisations: readonly OrganisationRow[]): readonly PersonRow[] {
  const random = createRandom(2011);
  const emails = new Set<string>();
  return Array.from({ length: COUNT }, (_, index): PersonRow => {
    const organisation = random.chance(0.96) ? random.pickSkewed(organisations) : null;
    const firstName = random.pick(firstNames);
    const lastName = random.pick(lastNames);
    const domain = organisation === null ? random.pick(privateDomains) : domainOf(organisation.name);
    return {
      id: index + 1,
      organisation_id: organisation?.id ?? null,
      first_name: firstName,
      last_name: lastName,
      email: uniqueEmail(`${asciiSlug(firstName)}.${asciiSlug(lastName)}`, domain, emails),
      phone: random.chance(0.9) ? inventPhone(random) : null,
      private_note: random.chance(0.72) ? inventPrivateNote(random, index + 1) : null,
      created_at: instantBetween(
        random,
        laterDate('2019-03-01', organisation?.created_at ?? ''),
        '2026-10-20',
      ),
    };
  });
}

const privateDomains = ['example.com', 'example.net', 'example.org'];

function uniqueEmail(local: string, domain: string, taken: Set<string>): string {
  let email = `${local}@${domain}`;
  for (let suffix = 2; taken.has(email); suffix += 1) email = `${local}${suffix}@${domain}`;
  taken.add(email);
  return email;
}
