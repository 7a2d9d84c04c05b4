import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import { KeysThatFitDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Icon } from '../../ui/icon.js';
import { Problem } from '../../ui/problem.js';

/** Keys that were made before a policy was set, and go on working. */
export function BreakingKeys({ database }: { readonly database: string }) {
  const where = { database, breaksPolicy: true };
  const keys = useQuery({
    queryKey: ['breaking-keys', where],
    queryFn: () => send(KeysThatFitDocument, { where }),
  });
  if (keys.error) return <Problem error={keys.error} />;
  const page = keys.data?.apiKeys;
  if (page === undefined) return null;
  if (page.totalCount === 0) return <p className="hint">{texts.databases.noneBreaks}</p>;
  return (
    <div className="notice notice-warn">
      <Icon name="warning" />
      <div>
        <p>{texts.databases.breaking(page.totalCount)}</p>
        <ul>
          {page.nodes.map(({ id, name }) => (
            <li key={id}>
              <Link to="/keys/$id" params={{ id }}>
                {name}
              </Link>
            </li>
          ))}
          {page.totalCount > page.nodes.length && (
            <li>{texts.stopping.more(page.totalCount - page.nodes.length)}</li>
          )}
        </ul>
      </div>
    </div>
  );
}
