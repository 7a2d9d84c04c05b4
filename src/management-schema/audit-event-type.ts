import { readsColumn } from './column-scopes.js';
import type { ManagementColumn, CapabilityReference } from './management-catalog.js';
import type { ManagementRefs } from './management-refs.js';

const reads = (column: ManagementColumn<'auditEvents'>, ...others: CapabilityReference[]) =>
  readsColumn('auditEvents', column, ...others);

/** `AuditEvent`. */
export function defineAuditEvent(refs: ManagementRefs): void {
  refs.auditEvent.implement({
    description:
      'One change of what the gateway knows, as it was recorded in the same transaction. Events are chained, and never changed or removed.',
    fields: (t) => ({
      id: t.id({
        description: 'Stays the same for ever.',
        authScopes: reads('id'),
        resolve: (event) => event.id,
      }),
      sequence: t.string({
        description: 'Its place in the chain: 1, 2, … without a gap. What "postern verify-audit" speaks of.',
        authScopes: reads('sequence'),
        resolve: (event) => event.sequence,
      }),
      at: t.field({
        type: 'DateTime',
        description: 'When the change was made.',
        authScopes: reads('at'),
        resolve: (event) => event.atMs,
      }),
      action: t.string({
        description: 'What was done, such as "apiKeys.create".',
        authScopes: reads('action'),
        resolve: (event) => event.action,
      }),
      actor: t.string({
        description:
          'Who did it: the id of an API key, the id of a user who was signed in, or "operator" for the command line.',
        authScopes: reads('actor'),
        resolve: (event) => event.actor,
      }),
      asUser: t.field({
        type: refs.user,
        description: 'The user whose rights counted. Null: the operator.',
        nullable: true,
        authScopes: reads('asUser', 'users:select'),
        resolve: (event, _args, { loaders }) =>
          event.asUserId === null ? null : loaders.user.load(event.asUserId),
      }),
      target: t.string({
        description: 'The id of what was changed.',
        nullable: true,
        authScopes: reads('target'),
        resolve: (event) => event.target,
      }),
      address: t.string({
        description: 'The network address that the change came from. Null: the command line.',
        nullable: true,
        authScopes: reads('address'),
        resolve: (event) => event.address,
      }),
      requestId: t.string({
        description: 'The `X-Request-Id` of the request, under which the log has it too.',
        nullable: true,
        authScopes: reads('requestId'),
        resolve: (event) => event.requestId,
      }),
      before: t.field({
        type: 'JSON',
        description:
          'What was changed, as it stood before. Never a secret, but whatever else it was, also of what the caller may not read elsewhere. Null: there was nothing.',
        nullable: true,
        authScopes: reads('before'),
        resolve: (event) => event.before,
      }),
      after: t.field({
        type: 'JSON',
        description:
          'What was changed, as it stands since. Never a secret, but whatever else it is, also of what the caller may not read elsewhere. Null: nothing is left of it.',
        nullable: true,
        authScopes: reads('after'),
        resolve: (event) => event.after,
      }),
    }),
  });
}
