import type { Command } from 'commander';
import type { KeyDay } from '../control-plane/key-days.js';
import { addCommand, type CommandContext, type JsonOption } from './command-context.js';
import { existingKey } from './existing.js';
import { readCount } from './read-count.js';
import { formatTable } from './table-text.js';

/** `keys use`. */
export function addKeyUseCommand(keys: Command, context: CommandContext): void {
  addCommand(keys, 'use <id>', 'show how often a key was used and denied, day by day')
    .option('--last <days>', 'how many days of UTC, today among them; up to 400', readCount, 30)
    .action((id: string, options: UseOptions) => showUse(context, id, options));
}

interface UseOptions extends JsonOption {
  readonly last: number;
}

async function showUse(context: CommandContext, id: string, options: UseOptions): Promise<void> {
  await context.withServices(async (services) => {
    const { name } = await existingKey(services, id);
    const [days = []] = await services.controlPlane.apiKeys.daysOf([id], options.last);
    context.printResult(options, days, describeDays(name, days));
  });
}

function describeDays(name: string, days: readonly KeyDay[]): string {
  const rows = days
    .filter(({ uses, denials }) => uses + denials > 0)
    .map(({ day, uses, denials, denialsByCode }) => [
      day,
      String(uses),
      String(denials),
      denialsByCode.map(({ code, count }) => `${code} ${count}`).join(', '),
    ]);
  const whenEmpty = `The key "${name}" was neither used nor denied in the last ${days.length} days.`;
  return formatTable(['DAY', 'USES', 'DENIALS', 'BY CODE'], rows, whenEmpty);
}
