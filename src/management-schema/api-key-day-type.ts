import type { KeyDay } from '../control-plane/key-days.js';
import { readsColumn } from './column-scopes.js';
import { coveredByField } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';

const authScopes = readsColumn('apiKeys', 'days');

/** `ApiKeyDay` and `ApiKey.days`. */
export function defineApiKeyDays(builder: ManagementBuilder, refs: ManagementRefs): void {
  const day = defineDay(builder);
  builder.objectField(refs.apiKey, 'days', (t) =>
    t.field({
      type: [day],
      description:
        'How often it was used and denied, day by day up to today, the oldest day first; days without anything are there too. Counted in the background: the last seconds may be missing.',
      authScopes,
      args: {
        last: t.arg.int({
          ...coveredByField,
          defaultValue: 30,
          required: true,
          description: 'How many days, today among them: 1 to 400.',
        }),
      },
      resolve: (key, { last }, { loaders }) => loaders.daysOfApiKey.load(key.id, last),
    }),
  );
}

function defineDay(builder: ManagementBuilder) {
  const byCode = builder.objectRef<KeyDay['denialsByCode'][number]>('ApiKeyDenials').implement({
    description: 'Denials of one kind.',
    fields: (t) => ({
      code: t.string({
        description: 'The code of the error, such as "FORBIDDEN" or "KEY_EXPIRED".',
        authScopes,
        resolve: ({ code }) => code,
      }),
      count: t.int({ description: 'How many there were.', authScopes, resolve: ({ count }) => count }),
    }),
  });
  return builder.objectRef<KeyDay>('ApiKeyDay').implement({
    description: 'What became of the requests of a key on one day.',
    fields: (t) => ({
      day: t.string({
        description: 'The day of UTC, such as "2030-01-31".',
        authScopes,
        resolve: ({ day }) => day,
      }),
      uses: t.int({
        description:
          'Requests for which it was accepted; what they asked for may have been forbidden nevertheless.',
        authScopes,
        resolve: ({ uses }) => uses,
      }),
      denials: t.int({
        description:
          'Requests that were refused: because of the key, or (FORBIDDEN, WRONG_DATABASE) of what it asked for. Those with its id and a wrong secret are among them.',
        authScopes,
        resolve: ({ denials }) => denials,
      }),
      denialsByCode: t.field({
        type: [byCode],
        description: 'The denials by kind, in alphabetical order; without kinds that did not occur.',
        authScopes,
        resolve: ({ denialsByCode }) => denialsByCode,
      }),
    }),
  });
}
