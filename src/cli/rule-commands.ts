import { Option, type Command } from 'commander';
import type { RowRuleFacts } from '../control-plane/authorization-state.js';
import type { DatabaseOffer } from '../control-plane/control-plane.js';
import type { GroupRecord } from '../control-plane/records.js';
import type { CliServices } from './cli-wiring.js';
import { addGroupCommand, type CommandContext, type JsonOption } from './command-context.js';
import { readEveryPage } from './every-page.js';
import { existingDatabase, existingGroup, operator } from './existing.js';
import { readJson } from './read-json.js';
import { formatTable } from './table-text.js';

/** `groups set-rule|remove-rule|rules`: which rows a group's grants reach. */
export function addRuleCommands(groups: Command, context: CommandContext): void {
  addRuledGrant(addGroupCommand(groups, 'set-rule <name>', 'narrow what a group grants to some rows'))
    .requiredOption(
      '--where <json>',
      'the rows, by a filter such as {"ownerEmail":{"eq":"$user.email"}}',
      readJson,
    )
    .option('--check <json>', 'what must hold for a row after it was written; without, the same', readJson)
    .option('--presets <json>', "values to write in place of the caller's, by column", readJson)
    .action((name: string, options: SetOptions) =>
      changeRule(context, name, options, (services, group) =>
        services.controlPlane.groups.setRowRule(operator, {
          groupId: group.id,
          table: options.table,
          verb: options.verb,
          where: options.where,
          check: options.check ?? null,
          presets: options.presets ?? null,
        }),
      ),
    );
  addRuledGrant(
    addGroupCommand(groups, 'remove-rule <name>', 'let what a group grants reach all rows'),
  ).action((name: string, options: RuleOptions) =>
    changeRule(context, name, options, (services, group) =>
      services.controlPlane.groups.removeRowRule(operator, {
        groupId: group.id,
        table: options.table,
        verb: options.verb,
      }),
    ),
  );
  addGroupCommand(
    groups,
    'rules [name]',
    'list the row rules of a group or of all, with what is broken',
  ).action((name: string | undefined, options: JsonOption & { readonly database: string }) =>
    context.withServices(async (services) => {
      const listed =
        name === undefined
          ? await everyGroup(services, options.database)
          : [await existingGroup(services, options.database, name)];
      await printRules(context, options, services, listed);
    }),
  );
}

/** A rule as `--json` prints it. */
export interface DescribedRule {
  readonly group: string;
  /** By name; as stored where the table is gone. */
  readonly table: string;
  readonly verb: string;
  readonly where: unknown;
  readonly check: unknown;
  readonly presets: unknown;
  readonly broken: string | null;
}

export function describeRules(
  offer: DatabaseOffer,
  group: string,
  rules: readonly RowRuleFacts[],
): readonly DescribedRule[] {
  return rules.map((rule) => {
    const problems = offer.checkRowRule(rule);
    return {
      group,
      table: offer.space.tables.find(({ key }) => key === rule.table)?.name ?? rule.table,
      verb: rule.verb,
      where: rule.where,
      check: rule.check,
      presets: rule.presets,
      broken: problems.map(({ field, message }) => `${field}: ${message}`).join(' ') || null,
    };
  });
}

interface RuleOptions extends JsonOption {
  readonly database: string;
  readonly table: string;
  readonly verb: string;
}

interface SetOptions extends RuleOptions {
  readonly where: unknown;
  readonly check?: unknown;
  readonly presets?: unknown;
}

function addRuledGrant(command: Command): Command {
  return command
    .requiredOption('--table <name>', 'the table, by GraphQL name')
    .addOption(
      new Option('--verb <verb>', 'what is narrowed')
        .choices(['select', 'insert', 'update', 'delete', 'aggregate'])
        .makeOptionMandatory(),
    );
}

async function changeRule(
  context: CommandContext,
  name: string,
  options: RuleOptions,
  change: (services: CliServices, group: GroupRecord) => Promise<GroupRecord>,
): Promise<void> {
  await context.withServices(async (services) => {
    const group = await change(services, await existingGroup(services, options.database, name));
    await printRules(context, options, services, [group]);
  });
}

async function everyGroup(services: CliServices, slug: string): Promise<readonly GroupRecord[]> {
  await existingDatabase(services, slug);
  return readEveryPage((request) => services.controlPlane.groups.page({ ...request, databaseSlug: slug }));
}

/** All groups are of one database. */
async function printRules(
  context: CommandContext,
  options: JsonOption & { readonly database: string },
  services: CliServices,
  groups: readonly GroupRecord[],
): Promise<void> {
  const { id } = await existingDatabase(services, options.database);
  const offer = await services.offerOf(id);
  const rules = await services.controlPlane.groups.rowRulesOf(groups.map((group) => group.id));
  const described = groups.flatMap((group, index) => describeRules(offer, group.name, rules[index] ?? []));
  const rows = described.map(({ group, table, verb, where, check, presets, broken }) => [
    group,
    table,
    verb,
    JSON.stringify(where),
    check === null ? '' : JSON.stringify(check),
    presets === null ? '' : JSON.stringify(presets),
    broken ?? '',
  ]);
  const headings = ['GROUP', 'TABLE', 'VERB', 'WHERE', 'CHECK', 'PRESETS', 'BROKEN'];
  const empty = 'There is no row rule: what is granted reaches all rows.';
  context.printResult(options, described, formatTable(headings, rows, empty));
}
