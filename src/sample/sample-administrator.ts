import type { ControlPlane } from '../control-plane/control-plane.js';
import type { Secret } from '../foundation/secret.js';

/** The first administrator of an installation with the sample. */
export const sampleAdministrator = { email: 'admin@example.com', name: 'Ada Admin' } as const;

/**
 * Lets the sample's administrator sign in where it has no password: in an installation of a version in which nobody could
 * sign in. One that was set since is somebody's own.
 */
export async function ensureAdministratorPassword(
  { users }: Pick<ControlPlane, 'users'>,
  password: Secret,
): Promise<void> {
  const user = await users.byEmail(sampleAdministrator.email);
  if (user?.passwordSetAtMs !== null) return;
  await users.setPassword({ kind: 'operator' }, user.id, password);
}
