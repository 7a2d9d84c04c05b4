import { useQuery } from '@tanstack/react-query';
import { send } from '../api/send.js';
import { KeysThatFitDocument, type ApiKeyFilter } from '../generated/graphql.js';
import { texts } from '../texts.js';
import { Problem } from './problem.js';

/** The keys that work now and will not any more: how many, and the first of them. */
export function StoppingKeys({ where }: { readonly where: Omit<ApiKeyFilter, 'state'> }) {
  const filter: ApiKeyFilter = { ...where, state: ['ACTIVE'] };
  const keys = useQuery({
    queryKey: ['stopping-keys', filter],
    queryFn: () => send(KeysThatFitDocument, { where: filter }),
    staleTime: 0,
  });
  if (keys.error) return <Problem error={keys.error} />;
  if (keys.data === undefined) return <p className="quiet">{texts.loading}</p>;
  const { totalCount, nodes } = keys.data.apiKeys;
  return (
    <div className="stopping">
      <p>
        <strong>{texts.stopping.count(totalCount)}</strong>
      </p>
      {nodes.length > 0 && (
        <ul>
          {nodes.map(({ id, name, database }) => (
            <li key={id}>
              {name} <span className="quiet">({database.slug})</span>
            </li>
          ))}
          {totalCount > nodes.length && <li>{texts.stopping.more(totalCount - nodes.length)}</li>}
        </ul>
      )}
    </div>
  );
}
