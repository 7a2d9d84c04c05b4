import { sql, type Kysely } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import type { ControlPlaneNeeds, Page, PageRequest } from './control-plane.js';
import { keysetPage } from './keyset-page.js';
import { keyStopColumns } from './record-queries.js';
import type { KeyStopRecord } from './records.js';
import type { Tables } from './tables.js';

/** The newest first, those that were undone too. */
export function pageOfKeyStops(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  request: PageRequest,
): Promise<Page<KeyStopRecord>> {
  return keysetPage(
    db,
    needs,
    {
      orderName: 'apiKeyStops',
      columns: keyStopColumns,
      tables: sql`gateway.key_stops s`,
      conditions: [],
      order: [
        {
          expression: sql`s.at`,
          type: 'instant',
          direction: 'DESC',
          valueOf: ({ atMs }) => formatInstant(atMs),
        },
        { expression: sql`s.id`, type: 'text', direction: 'DESC', valueOf: ({ id }) => id },
      ],
    },
    request,
  );
}
