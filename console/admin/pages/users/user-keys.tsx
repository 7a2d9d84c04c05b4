import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import { UserKeysDocument, type UserDetailsFragment } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Instant } from '../../ui/instant.js';
import { Problem } from '../../ui/problem.js';
import { Section } from '../../ui/section.js';
import { StateBadge } from '../../ui/state-badge.js';

const { columns, neverUsed } = texts.keys;

/** The newest of its keys; the rest stands in the grid of keys. */
export function UserKeys({ user: { id } }: { readonly user: UserDetailsFragment }) {
  const keys = useQuery({ queryKey: ['user-keys', id], queryFn: () => send(UserKeysDocument, { id }) });
  const page = keys.data?.user?.apiKeys;
  return (
    <Section
      title={texts.users.keys}
      actions={
        page !== undefined &&
        page.totalCount > 0 && (
          <Link to="/keys" search={{ user: id }} className="button">
            {texts.users.allKeys(page.totalCount)}
          </Link>
        )
      }
    >
      {keys.error && <Problem error={keys.error} onRetry={() => void keys.refetch()} />}
      {page?.totalCount === 0 && <p className="quiet">{texts.users.noKeys}</p>}
      {page !== undefined && page.totalCount > 0 && (
        <div className="table-frame">
          <table className="grid">
            <caption className="unseen">{texts.users.keys}</caption>
            <thead>
              <tr>
                {[columns.state, columns.name, columns.database, columns.lastUsed].map((text) => (
                  <th key={text} scope="col">
                    {text}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {page.nodes.map((key) => (
                <tr key={key.id}>
                  <td data-label={columns.state}>
                    <StateBadge state={key.state} reason={key.stateReason} />
                  </td>
                  <th scope="row" data-label={columns.name}>
                    <Link to="/keys/$id" params={{ id: key.id }}>
                      {key.name}
                    </Link>
                  </th>
                  <td data-label={columns.database}>{key.database.slug}</td>
                  <td data-label={columns.lastUsed}>
                    {key.lastUsedAt === null ? (
                      <span className="quiet">{neverUsed}</span>
                    ) : (
                      <Instant at={key.lastUsedAt} />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
