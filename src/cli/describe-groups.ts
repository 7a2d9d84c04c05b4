import type { GroupRecord } from '../control-plane/records.js';
import type { CliServices } from './cli-wiring.js';

/** A group as `--json` prints it. */
export interface DescribedGroup {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** By slug. */
  readonly database: string;
  readonly apiAccess: boolean;
  /** By name. */
  readonly capabilities: readonly string[];
}

export async function describeGroup(
  services: CliServices,
  { id, version, name, databaseId, apiAccess }: GroupRecord,
  database: string,
): Promise<DescribedGroup> {
  const [stored = []] = await services.controlPlane.groups.grantsOf([id]);
  const capabilities = await services.printCapabilities(databaseId, stored);
  return { id, version, name, database, apiAccess, capabilities };
}

export function sayWhatMembersMay({ name, database, apiAccess, capabilities }: DescribedGroup): string {
  const may = capabilities.length === 0 ? 'nothing yet' : capabilities.join(', ');
  const closed = apiAccess ? '' : ' The group itself does not let them use the API.';
  return `Members of the group ${name} of ${database} may: ${may}.${closed}`;
}
