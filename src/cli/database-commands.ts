import { Option, type Command } from 'commander';
import type { DatabaseRecord } from '../control-plane/records.js';
import { Secret } from '../foundation/secret.js';
import type { CliWiring } from './cli-wiring.js';
import { addCommand, addCommandGroup, type CommandContext, type JsonOption } from './command-context.js';
import { existingDatabase, operator } from './existing.js';
import { formatTable } from './table-text.js';
import { UsageError } from './usage-error.js';

/** `databases add|list|show|set|move|reload|remove`. */
export function addDatabaseCommands(program: Command, context: CommandContext): void {
  const databases = addCommandGroup(program, 'databases', 'the PostgreSQL databases that are served');
  addCommand(databases, 'add', 'register a database and serve it')
    .requiredOption('--slug <slug>', 'its name in addresses and keys, such as crm')
    .option('--url <url>', 'postgres://user:password@host:port/database, or - to read it from standard input')
    .option('--schema <name...>', 'PostgreSQL schemas to serve instead of "public"')
    .option(
      '--guard <column...>',
      'guarded columns, <table>.<column> by GraphQL name, such as person.privateNote',
    )
    .addHelpText('after', URL_HELP)
    .action((options: AddOptions) => addDatabase(context, options));
  addCommand(databases, 'list', 'list all databases').action((options: JsonOption) =>
    context.withServices(async ({ controlPlane }) => {
      const records = await controlPlane.databases.list();
      const rows = records.map((record) => [record.slug, stateOf(record), schemasOf(record), record.id]);
      const text = formatTable(['SLUG', 'STATE', 'SCHEMAS', 'ID'], rows, 'There is no database.');
      context.printResult(options, records.map(describeDatabase), text);
    }),
  );
  addCommand(databases, 'show <slug>', 'show how a database is served').action(
    (slug: string, options: JsonOption) =>
      context.withServices(async (services) => {
        const record = await existingDatabase(services, slug);
        context.printResult(options, describeDatabase(record), describeInWords(record));
      }),
  );
  addCommand(databases, 'set <slug>', 'change how a database is served; running gateways follow')
    .option('--setting <name=json...>', 'settings to change, such as denials=HIDE or maxLimit=500')
    .option('--unset <name...>', 'settings to put back to their defaults')
    .addOption(new Option('--enable', 'accept its keys again').conflicts('disable'))
    .option('--disable', 'refuse every key of the database')
    .action((slug: string, options: SetOptions) => setDatabase(context, slug, options));
  addCommand(databases, 'reload <slug>', 'let running gateways read its tables and settings again').action(
    (slug: string, options: JsonOption) =>
      context.withServices(async (services) => {
        await existingDatabase(services, slug);
        const record = await services.reloadDatabase(slug);
        context.printResult(options, describeDatabase(record), `Running gateways will read ${slug} again.`);
      }),
  );
  addCommand(databases, 'move <slug>', 'tell where a database is now; what it serves and to whom stays')
    .option('--url <url>', 'postgres://user:password@host:port/database, or - to read it from standard input')
    .addHelpText('after', URL_HELP)
    .action((slug: string, options: JsonOption & { readonly url?: string }) =>
      moveDatabase(context, slug, options),
    );
  addCommand(
    databases,
    'remove <slug>',
    'forget a database for good: its groups go, its keys are refused',
  ).action((slug: string, options: JsonOption) =>
    context.withServices(async (services) => {
      const { id } = await existingDatabase(services, slug);
      const record = await services.controlPlane.databases.remove(operator, id);
      const text = `Removed the database ${slug} (${id}) with its groups. Its keys stay listed, and are refused.`;
      context.printResult(options, describeDatabase(record), text);
    }),
  );
}

async function moveDatabase(
  context: CommandContext,
  slug: string,
  options: JsonOption & { readonly url?: string },
): Promise<void> {
  const url = await readUrl(context.wiring, options.url);
  await context.withServices(async (services) => {
    const { id } = await existingDatabase(services, slug);
    const record = await services.controlPlane.databases.relocate(operator, { id, url });
    const text = `Running gateways serve ${slug} from its new place.`;
    context.printResult(options, describeDatabase(record), text);
  });
}

const URL_HELP = `
A URL on the command line can be seen by every user of this machine (ps) and stays in the shell's history.
Where it has a password, give it by --url - or by the environment variable POSTERN_NEW_DATABASE_URL.`;

interface AddOptions extends JsonOption {
  readonly slug: string;
  readonly url?: string;
  readonly schema?: readonly string[];
  readonly guard?: readonly string[];
}

async function addDatabase(context: CommandContext, options: AddOptions): Promise<void> {
  const url = await readUrl(context.wiring, options.url);
  await context.withServices(async ({ controlPlane }) => {
    const record = await controlPlane.databases.add(operator, {
      slug: options.slug,
      url,
      settings: {
        ...(options.schema !== undefined && { schemas: options.schema }),
        ...(options.guard !== undefined && { guardedColumns: options.guard }),
      },
    });
    context.printResult(
      options,
      describeDatabase(record),
      `Registered the database ${record.slug} (${record.id}). Nobody may use it yet: make a group with "postern groups create".`,
    );
  });
}

interface SetOptions extends JsonOption {
  readonly setting?: readonly string[];
  readonly unset?: readonly string[];
  readonly enable?: boolean;
  readonly disable?: boolean;
}

async function setDatabase(context: CommandContext, slug: string, options: SetOptions): Promise<void> {
  const settings = Object.fromEntries((options.setting ?? []).map(readSetting));
  await context.withServices(async (services) => {
    const { id, version } = await existingDatabase(services, slug);
    const record = await services.controlPlane.databases.update(operator, {
      id,
      version,
      settings,
      unsetSettings: options.unset ?? [],
      ...(options.enable === true && { enabled: true }),
      ...(options.disable === true && { enabled: false }),
    });
    context.printResult(options, describeDatabase(record), describeInWords(record));
  });
}

function describeInWords(record: DatabaseRecord): string {
  const set = Object.entries(record.settings).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `The database ${record.slug} is ${stateOf(record)}; its settings: ${set.join(', ') || 'all defaults'}.`;
}

/** What is no JSON is a text, so that `denials=HIDE` needs no quotes. */
function readSetting(text: string): readonly [string, unknown] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageError(`--setting ${JSON.stringify(text)}: write <name>=<value>, such as maxLimit=500.`);
  }
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
}

async function readUrl(wiring: CliWiring, option: string | undefined): Promise<Secret> {
  const text = option === '-' ? await wiring.readStandardInput() : (option ?? wiring.newDatabaseUrl ?? '');
  if (text.trim() !== '') return new Secret(text.trim());
  throw new UsageError(
    'The URL of the database is missing: give it by --url, by --url - on standard input, or by POSTERN_NEW_DATABASE_URL.',
  );
}

function stateOf(record: DatabaseRecord): string {
  return record.enabled ? 'enabled' : 'disabled';
}

function schemasOf(record: DatabaseRecord): string {
  return record.slug === 'gateway' ? '(built in)' : (record.settings.schemas ?? ['public']).join(', ');
}

/** Without the URL: nobody needs to read it back. */
function describeDatabase({ id, version, slug, enabled, settings }: DatabaseRecord) {
  return { id, version, slug, enabled, settings };
}
