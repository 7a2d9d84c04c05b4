import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { send } from '../../api/send.js';
import {
  ApiKeyStopsDocument,
  UndoApiKeyStopDocument,
  type ApiKeyStopsQuery,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { AskButton } from '../../ui/ask-button.js';
import { Grid } from '../../ui/grid.js';
import { Instant } from '../../ui/instant.js';
import { Problem } from '../../ui/problem.js';
import { StoppedKeys } from './stopped-keys.js';

export type ListedStop = ApiKeyStopsQuery['apiKeyStops']['nodes'][number];

const words = texts.stops;
const { columns } = words;

/** Every turn of the switch, the newest first: those that stand can be undone. */
export function StopList() {
  const stops = useInfiniteQuery({
    queryKey: ['stops'],
    queryFn: ({ pageParam }) => send(ApiKeyStopsDocument, pageParam === null ? {} : { after: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ apiKeyStops: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
  });
  const listed = stops.data?.pages.flatMap(({ apiKeyStops }) => apiKeyStops.nodes) ?? null;
  if (stops.error) return <Problem error={stops.error} onRetry={() => void stops.refetch()} />;
  if (listed?.length === 0) return <p className="quiet">{words.none}</p>;
  return (
    <>
      <Grid caption={words.list} columns={Object.values(columns)} rows={listed} isStale={false}>
        {(stop) => <Row key={stop.id} stop={stop} />}
      </Grid>
      {stops.hasNextPage && (
        <div className="row">
          <Button
            className="button"
            isPending={stops.isFetchingNextPage}
            onPress={() => void stops.fetchNextPage()}
          >
            {words.older}
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ stop }: { readonly stop: ListedStop }) {
  const { id, at, by, target, reason, undoneAt } = stop;
  return (
    <tr>
      <th scope="row" data-label={columns.at}>
        <Instant at={at} as="exact" />
        <span className="second">
          {by === 'operator' ? (
            words.byOperator
          ) : (
            <>
              {words.by} <code>{by}</code>
            </>
          )}
        </span>
      </th>
      <td data-label={columns.keys}>
        <StoppedKeys stop={stop} />
      </td>
      <td data-label={columns.reason}>{reason ?? <span className="quiet">{texts.none}</span>}</td>
      <td data-label={columns.state}>
        {undoneAt === null ? (
          <AskButton
            label={words.undo}
            fullLabel={words.undoLabel(target, at)}
            title={words.undoTitle}
            lead={words.undoLead}
            confirm={words.undo}
            said={words.undone}
            isDangerous={false}
            run={() => send(UndoApiKeyStopDocument, { id })}
          />
        ) : (
          <span className="quiet">
            {words.wasUndone} <Instant at={undoneAt} />
          </span>
        )}
      </td>
    </tr>
  );
}
