/** Which changes are shown, as it stands in the address of the page. */
export interface AuditSearch {
  readonly actor?: string;
  readonly action?: string;
  readonly target?: string;
  readonly from?: string;
  readonly until?: string;
  readonly after?: string;
  readonly before?: string;
}

/** The search without its place in the list, which is also what the gateway is asked by. */
export function whereOf({
  actor,
  action,
  target,
  from,
  until,
}: AuditSearch): Omit<AuditSearch, 'after' | 'before'> {
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(target && { target }),
    ...(from && { from }),
    ...(until && { until }),
  };
}
