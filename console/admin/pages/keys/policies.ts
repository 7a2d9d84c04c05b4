/** What a database asks of its keys. */
export interface Policies {
  readonly requireValidUntil: boolean;
  readonly maxLifetimeDays: number | null;
  readonly requireAllowedAddresses: boolean;
}

export function policiesOf(settings: unknown): Policies {
  const given = (typeof settings === 'object' && settings !== null ? settings : {}) as Record<
    string,
    unknown
  >;
  const days = given['maxLifetimeDays'];
  return {
    requireValidUntil: given['requireValidUntil'] === true,
    maxLifetimeDays: typeof days === 'number' ? days : null,
    requireAllowedAddresses: given['requireAllowedAddresses'] === true,
  };
}
