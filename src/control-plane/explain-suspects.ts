import { describeEvent, wasMadeAt, type AuditEventRecord, type AuditMacs } from './audit-event.js';
import { chainProblem, nameRange, type ChainProblem } from './chain-problem.js';

/** An event whose MAC does not fit where it stands; `unanchored`: it cannot be judged, for want of the one before it. */
export interface Suspect {
  readonly event: AuditEventRecord;
  /** Of the event that stands before it. */
  readonly previousMac: Buffer;
  /** The number that it would have been given at this place. */
  readonly original: bigint;
  readonly verdict: 'misfit' | 'inserted' | 'unanchored';
}

/**
 * What was done to the suspects of a chain: one that fits behind another of them stands at a wrong place, or is
 * blameless and only lost the event before it. The rest were edited or put in.
 */
export function explainSuspects(
  macs: AuditMacs,
  suspects: readonly Suspect[],
  problems: readonly ChainProblem[],
): readonly ChainProblem[] {
  const places = findPlaces(macs, suspects, problems);
  const moved = suspects.filter((suspect) => (places.get(suspect) ?? suspect.original) !== suspect.original);
  const origins = new Set(moved.map((suspect) => String(places.get(suspect))));
  const wasOnlyMoved = ({ kind, first, last }: ChainProblem): boolean =>
    kind === 'removed' && first === last && origins.has(first);
  const guilty = suspects.filter((suspect) => !places.has(suspect) && suspect.verdict !== 'unanchored');
  return [
    ...problems.filter((problem) => !wasOnlyMoved(problem)),
    ...moved.map((suspect) => describeMoved(suspect, places.get(suspect) ?? suspect.original)),
    ...runsOf(guilty).map(describeRun),
  ].sort((left, right) => Number(BigInt(left.first) - BigInt(right.first)));
}

/** Where each suspect was made, if that can be told: which number, behind which of the MACs that are at hand. */
function findPlaces(
  macs: AuditMacs,
  suspects: readonly Suspect[],
  problems: readonly ChainProblem[],
): ReadonlyMap<Suspect, bigint> {
  const numbers = [
    ...suspects.flatMap(({ original }) => [original, original - 1n, original + 1n]),
    ...problems.filter(({ kind }) => kind === 'removed').map(({ first }) => BigInt(first)),
  ];
  const previousMacs = suspects.flatMap(({ event, previousMac, original }) => [
    previousMac,
    event.mac,
    // What its MAC should be: somebody may have changed that alone.
    ...macs(Buffer.concat([previousMac, describeEvent(event, String(original))])),
  ]);
  const places = new Map<Suspect, bigint>();
  for (const suspect of suspects) {
    const place = [suspect.original, ...new Set(numbers)].find((number) =>
      previousMacs.some((mac) => wasMadeAt(macs, mac, suspect.event, number)),
    );
    if (place !== undefined) places.set(suspect, place);
  }
  return places;
}

function describeMoved({ event }: Suspect, place: bigint): ChainProblem {
  const now = BigInt(event.sequence);
  return chainProblem('reordered', [now, now], `Event ${place} was moved: it stands at ${now}.`);
}

/** Suspects of one kind that stand side by side are told as one. */
function runsOf(suspects: readonly Suspect[]): readonly (readonly [Suspect, ...Suspect[]])[] {
  const runs: [Suspect, ...Suspect[]][] = [];
  for (const suspect of suspects) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const isNext =
      last?.verdict === suspect.verdict &&
      BigInt(last.event.sequence) + 1n === BigInt(suspect.event.sequence);
    if (run !== undefined && isNext) run.push(suspect);
    else runs.push([suspect]);
  }
  return runs;
}

function describeRun([first, ...others]: readonly [Suspect, ...Suspect[]]): ChainProblem {
  const range = [BigInt(first.event.sequence), BigInt((others.at(-1) ?? first).event.sequence)] as const;
  const name = nameRange('Event', range);
  return first.verdict === 'inserted'
    ? chainProblem('inserted', range, `${name} ${others.length > 0 ? 'were' : 'was'} put in later.`)
    : chainProblem('edited', range, `${name} ${others.length > 0 ? 'do' : 'does'} not fit the MAC: edited.`);
}
