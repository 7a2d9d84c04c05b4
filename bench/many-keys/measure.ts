import type pg from 'pg';
import { median, quantile } from '../access/statistics.js';
import { processorTimeBetween, readProcessorTime } from './processor-time.js';
import { explain, hasPlan, listenToStatements, type Statement } from './statements.js';

/** What is asked, a little different each turn. */
export interface Question {
  readonly name: string;
  /** Gets ready what is asked in this turn; only what it gives back is measured. */
  readonly prepare: (turn: number) => Promise<() => Promise<unknown>>;
  /** Not what is promised to take less than 50 ms. */
  readonly isApart?: boolean;
}

export interface Measured {
  readonly name: string;
  readonly isApart: boolean;
  readonly medianMs: number;
}

interface Options {
  readonly turns: number;
  readonly hasPlans: boolean;
}

/** Prints a line for each question, and the plan of the longest statement of its median turn. */
export async function measure(
  client: pg.Client,
  questions: readonly Question[],
  { turns, hasPlans }: Options,
): Promise<readonly Measured[]> {
  const listen = listenToStatements();
  const results: Measured[] = [];
  for (const { name, prepare, isApart = false } of questions) {
    // The first turn warms what a server that has run for a while has warm.
    await (
      await prepare(0)
    )();
    const rounds: (readonly Statement[])[] = [];
    const processorTimes: number[] = [];
    for (let turn = 1; turn <= turns; turn += 1) {
      const ask = await prepare(turn);
      const before = await readProcessorTime(client);
      rounds.push((await listen(ask)).statements);
      processorTimes.push(processorTimeBetween(before, await readProcessorTime(client)));
    }
    const times = rounds.map(totalMs);
    const counts = rounds.map(({ length }) => length);
    const medianMs = median(times);
    console.log(
      [
        name.padEnd(58),
        `${medianMs.toFixed(1).padStart(8)} ms median`,
        `${quantile(times, 0.95).toFixed(1).padStart(8)} ms p95`,
        `${median(processorTimes).toFixed(1).padStart(8)} ms of processor`,
        `${median(counts).toFixed(0).padStart(4)} statements (at most ${Math.max(...counts)})`,
        isApart ? '' : medianMs > 50 ? '  SLOW' : '',
      ].join(' '),
    );
    if (hasPlans) await printPlan(client, rounds, medianMs);
    results.push({ name, isApart, medianMs });
  }
  return results;
}

function totalMs(statements: readonly Statement[]): number {
  return statements.reduce((sum, { ms }) => sum + ms, 0);
}

async function printPlan(
  client: pg.Client,
  rounds: readonly (readonly Statement[])[],
  medianMs: number,
): Promise<void> {
  const distance = (statements: readonly Statement[]): number => Math.abs(totalMs(statements) - medianMs);
  const [typical = []] = [...rounds].sort((left, right) => distance(left) - distance(right));
  const [longest] = typical.filter(hasPlan).sort((left, right) => right.ms - left.ms);
  if (longest !== undefined) console.log(await explain(client, longest, typical));
}
