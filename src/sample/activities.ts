import { instantBetween, laterDate } from './instants.js';
import type { OpportunityRow } from './opportunities.js';
import type { PersonRow } from './people.js';
import { createRandom, type Random } from './random.js';
import type { SupportCaseRow } from './support-cases.js';
import { salesTeam, supportTeam } from './vocabulary.js';

export interface ActivityRow {
  readonly id: number;
  readonly person_id: number;
  readonly opportunity_id: number | null;
  readonly support_case_id: number | null;
  readonly kind: Kind;
  readonly subject: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly participants: readonly string[];
  readonly duration_minutes: number | null;
  readonly happened_at: string;
}

type Kind = 'call' | 'email' | 'meeting' | 'note' | 'task';

const COUNT = 9000;

export function makeActivities(
  people: readonly PersonRow[],
  opportunities: readonly OpportunityRow[],
  supportCases: readonly SupportCaseRow[],
): readonly ActivityRow[] {
  const random = createRandom(6006);
  return Array.from({ length: COUNT }, (_, index): ActivityRow => {
    const occasion = pickOccasion(random, people, opportunities, supportCases);
    const kind = random.pickSkewed<Kind>(['email', 'call', 'note', 'meeting', 'task']);
    return {
      id: index + 1,
      person_id: occasion.personId,
      opportunity_id: occasion.opportunityId,
      support_case_id: occasion.supportCaseId,
      kind,
      subject: random.pick(subjects[kind]),
      details: makeDetails(random, kind),
      participants: random.pickSome(occasion.team, kind === 'meeting' ? random.integer(1, 3) : 1),
      duration_minutes:
        kind === 'call' || kind === 'meeting' ? random.pick([5, 10, 15, 20, 30, 45, 60, 90]) : null,
      happened_at: instantBetween(random, laterDate('2022-01-03', occasion.since), '2026-11-01'),
    };
  });
}

interface Occasion {
  readonly personId: number;
  readonly opportunityId: number | null;
  readonly supportCaseId: number | null;
  readonly team: readonly string[];
  readonly since: string;
}

/** A deal, a support case, or just the person; the person always belongs to it. */
function pickOccasion(
  random: Random,
  people: readonly PersonRow[],
  opportunities: readonly OpportunityRow[],
  supportCases: readonly SupportCaseRow[],
): Occasion {
  const none = { opportunityId: null, supportCaseId: null };
  if (random.chance(0.45)) {
    const { id, person_id: personId, created_at: since } = random.pick(opportunities);
    if (personId !== null) return { ...none, personId, opportunityId: id, team: salesTeam, since };
  }
  if (random.chance(0.5)) {
    const { id, person_id: personId, opened_at: since } = random.pick(supportCases);
    return { ...none, personId, supportCaseId: id, team: supportTeam, since };
  }
  const { id: personId, created_at: since } = random.pickSkewed(people);
  return { ...none, personId, team: salesTeam, since };
}

function makeDetails(random: Random, kind: Kind): Readonly<Record<string, unknown>> {
  switch (kind) {
    case 'call':
      return { direction: random.pick(['in', 'out']), reached: random.chance(0.7) };
    case 'email':
      return { direction: random.pick(['in', 'out']), attachments: random.integer(0, 4) };
    case 'meeting':
      return {
        place: random.pick(['on site', 'video', 'trade fair', 'our office']),
        followUp: random.chance(0.4),
      };
    case 'task':
      return {
        done: random.chance(0.8),
        checklist: random.pickSome(['quote', 'samples', 'contract', 'visit'], 2),
      };
    case 'note':
      return {};
  }
}

const subjects: Readonly<Record<Kind, readonly string[]>> = {
  call: [
    'Asked about delivery times',
    'Went through the open points',
    'Left a message',
    'Agreed on the next step',
  ],
  email: [
    'Sent the offer',
    'Answered technical questions',
    'Confirmed the appointment',
    'Sent the data sheets',
  ],
  meeting: ['Demonstration', 'Yearly review', 'Price negotiation', 'Acceptance on site', 'First meeting'],
  note: [
    'Prefers to be written to',
    'New budget from January',
    'Competitor was mentioned',
    'Change in management',
  ],
  task: ['Prepare the quote', 'Order samples', 'Update the contract', 'Plan the visit'],
};
