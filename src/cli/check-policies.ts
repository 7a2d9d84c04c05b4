import type { DatabaseRecord } from '../control-plane/records.js';
import type { CheckResult, CliServices } from './cli-wiring.js';

/** A warning where keys break the database's policies: they were made before, and go on working. */
export async function checkPolicies(
  { controlPlane: { apiKeys } }: Pick<CliServices, 'controlPlane'>,
  { slug }: DatabaseRecord,
): Promise<readonly CheckResult[]> {
  const page = await apiKeys.page({ first: 0, where: { databaseSlug: slug, breaksPolicy: true } });
  const count = await page.totalCount();
  if (count === 0) return [];
  return [
    {
      name: `policies of ${slug}`,
      passed: true,
      isWarning: true,
      detail: `${count === 1 ? 'one key breaks' : `${count} keys break`} them: "postern keys list --database ${slug} --breaking-policy" shows which. Change or revoke what is left from before.`,
    },
  ];
}
