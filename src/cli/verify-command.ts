import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { AuditReport } from '../control-plane/audit-report.js';
import { parseAuditSeal, type AuditSeal } from '../control-plane/audit-seal.js';
import { addCommand, type CommandContext, type JsonOption } from './command-context.js';
import { FailedChecks } from './failed-checks.js';
import { UsageError } from './usage-error.js';

/** `verify-audit`. */
export function addVerifyCommand(program: Command, context: CommandContext): void {
  addCommand(
    program,
    'verify-audit',
    'look whether anybody edited, removed, put in, moved or cut off what was recorded; exit code 1 where somebody did',
  )
    .option('--seal <file>', 'what "postern audit seal" printed before: shows also an end that was cut off')
    .option(
      '--since-seal',
      'only what came after the seal: what came before it was made under a pepper that is gone',
    )
    .action((options: VerifyOptions) => verify(context, options));
}

interface VerifyOptions extends JsonOption {
  readonly seal?: string;
  readonly sinceSeal?: boolean;
}

async function verify(context: CommandContext, options: VerifyOptions): Promise<void> {
  const isSince = options.sinceSeal === true;
  if (isSince && options.seal === undefined)
    throw new UsageError('--since-seal: say which, by --seal <file>.');
  const seal = options.seal === undefined ? null : await readSeal(options.seal);
  await context.withServices(async ({ controlPlane }) => {
    const report = await controlPlane.audit.verify(seal, isSince ? 'since' : 'all');
    const intact = report.problems.length === 0 && report.isWhole;
    const result = { intact, ...report, sealMadeAt: seal?.madeAt ?? null };
    context.printResult(
      options,
      result,
      intact ? describeIntact(report, seal, isSince) : describeBroken(report),
    );
    if (report.unsealed > 0) {
      context.printRemark(
        `${report.unsealed} counts of denials were never sealed, since their gateway ended too early: nothing vouches for these.`,
      );
    }
    if (!intact) throw new FailedChecks();
  });
}

async function readSeal(file: string): Promise<AuditSeal> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`--seal: ${JSON.stringify(file)} cannot be read.`);
  });
  const seal = parseAuditSeal(text);
  if (seal.kind === 'parsed') return seal.value;
  throw new UsageError(`--seal: ${JSON.stringify(file)}: ${seal.problem}`);
}

function describeIntact(
  { events, decisions }: AuditReport,
  seal: AuditSeal | null,
  isSince: boolean,
): string {
  const against =
    seal === null
      ? 'Whether the end was cut off only shows against a seal: see "postern audit seal".'
      : `Both go on from where they stood when the seal was made, at ${seal.madeAt}.`;
  if (isSince && seal !== null) {
    return `Since the seal of ${seal.madeAt} the audit is one chain of ${events} more events, and all seals over ${decisions} more decisions hold.`;
  }
  return `The audit is one chain of ${events} events, and all seals over ${decisions} decisions hold.\n${against}`;
}

function describeBroken({ problems, isWhole }: AuditReport): string {
  const lines = problems.map(({ log, kind, detail }) => `FAIL  ${log} (${kind}): ${detail}`);
  const rest = isWhole
    ? []
    : [
        'So much is wrong that the rest was not looked at. Is POSTERN_PEPPER, or POSTERN_PEPPER_PREVIOUS, the one that it was written under?',
      ];
  return [...lines, ...rest].join('\n');
}
