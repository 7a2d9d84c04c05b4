import type { Random } from './random.js';

/** Stands in every private note and nowhere else in the sample: whoever can read it has seen a guarded value. */
export const privateNoteMarker = 'IN-CONFIDENCE';

/** Like `IN-CONFIDENCE 0042: is looking for another position.` */
export function inventPrivateNote(random: Random, personId: number): string {
  return `${privateNoteMarker} ${String(personId).padStart(4, '0')}: ${random.pick(confidences)}`;
}

const confidences = [
  'is looking for another position and will probably leave in spring.',
  'on sick leave after an operation, do not mention it at the office.',
  'going through a divorce, prefers to be called after six.',
  'told us the budget ceiling: 15 % above our last offer.',
  'has a say in the purchase although the chart does not show it.',
  'had a dispute with the previous supplier that went to court.',
  'is expecting a child in autumn, the deputy does not know yet.',
  'salary is tied to the go-live, pushes for an early date.',
  'does not get on with the head of finance: never write to both.',
  'home address is known to the account manager, never to be shared.',
  'hinted at lay-offs in the second quarter.',
  'is in treatment, plan no meetings on Tuesdays.',
  'asked for a reference in a personal matter.',
  'was passed over for promotion and is bitter about it.',
  'the board will sell the company, signed agreement of silence.',
];
