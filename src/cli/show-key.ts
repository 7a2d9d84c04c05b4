import { restorableUntilMs } from '../control-plane/api-key-renewal.js';
import { brokenPolicies } from '../control-plane/key-policies.js';
import type { ApiKeyRecord } from '../control-plane/records.js';
import { formatInstant } from '../foundation/instant.js';
import type { CliServices } from './cli-wiring.js';
import type { CommandContext, JsonOption } from './command-context.js';
import { describeKeys, type DescribedKey } from './describe-keys.js';
import { existingKey } from './existing.js';

/** What a list of keys leaves out. */
interface ShownKey extends DescribedKey {
  readonly version: number;
  readonly brokenPolicies: readonly string[];
  readonly lastUsedAddress: string | null;
  readonly disabledAt: string | null;
  readonly disabledBy: string | null;
  readonly revokedAt: string | null;
  readonly revokedBy: string | null;
  readonly restorableUntil: string | null;
  /** Those that still work, the oldest first. */
  readonly secrets: readonly {
    readonly hint: string;
    readonly createdAt: string;
    readonly validUntil: string | null;
    readonly lastUsedAt: string | null;
  }[];
}

/** `keys show`. */
export async function showKey(context: CommandContext, id: string, options: JsonOption): Promise<void> {
  await context.withServices(async (services) => {
    const key = await existingKey(services, id);
    const [described] = await describeKeys(services, [key], context);
    if (described === undefined) throw new Error('A key that is there was not described.');
    const shown = { ...described, ...(await describeRest(services, key, context.wiring.clock())) };
    context.printResult(options, shown, formatKey(shown));
  });
}

async function describeRest(
  { controlPlane }: CliServices,
  key: ApiKeyRecord,
  nowMs: number,
): Promise<Omit<ShownKey, keyof DescribedKey>> {
  const [database] = await controlPlane.databases.byIds([key.databaseId]);
  const [secrets = []] = await controlPlane.apiKeys.secretsOf([key.id]);
  return {
    version: key.version,
    brokenPolicies: database ? brokenPolicies(database, key, nowMs) : [],
    lastUsedAddress: key.lastUsedAddress,
    disabledAt: instantOrNull(key.disabledAtMs),
    disabledBy: key.disabledBy,
    revokedAt: instantOrNull(key.revokedAtMs),
    revokedBy: key.revokedBy,
    restorableUntil: instantOrNull(restorableUntilMs(key)),
    secrets: secrets.map(({ hint, createdAtMs, validUntilMs, lastUsedAtMs }) => ({
      hint,
      createdAt: formatInstant(createdAtMs),
      validUntil: instantOrNull(validUntilMs),
      lastUsedAt: instantOrNull(lastUsedAtMs),
    })),
  };
}

function formatKey({ secrets, ...others }: ShownKey): string {
  const lines = Object.entries(others).flatMap(([name, value]) =>
    isNothing(value) ? [] : [`${name}: ${plain(typeof value === 'string' ? value : JSON.stringify(value))}`],
  );
  const secretLines = secrets.map(
    ({ hint, createdAt, validUntil, lastUsedAt }) =>
      `secret …${hint}: made ${createdAt}, ends ${validUntil ?? 'with the key'}, last used ${lastUsedAt ?? 'never'}`,
  );
  return [...lines, ...secretLines].join('\n');
}

function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** On one line, and without what moves a terminal's cursor. */
function plain(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}

function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : formatInstant(ms);
}
