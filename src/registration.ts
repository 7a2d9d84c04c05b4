import type { ControlPlane } from './control-plane/control-plane.js';
import type { Registration } from './database-schema/served-databases.js';

const DEFAULTS = {
  guardedColumns: [],
  hide: [],
  newColumns: 'GUARDED',
  denials: 'FORBID',
  schemas: ['public'],
  defaultLimit: 100,
  maxLimit: 1_000,
  maxDepth: 12,
  statementTimeoutMs: 10_000,
  sessionRole: null,
  sessionSettings: {},
} as const;

/** A database as it is to be served: its registration with every setting decided. Null for `gateway` and unknown ids. */
export async function registrationOf(controlPlane: ControlPlane, id: string): Promise<Registration | null> {
  const [record] = await controlPlane.databases.byIds([id]);
  const url = await controlPlane.databases.urlOf(id);
  if (!record || !url) return null;
  const { slug, version, settings } = record;
  return { id, slug, version, url, settings: { ...DEFAULTS, ...settings } };
}
