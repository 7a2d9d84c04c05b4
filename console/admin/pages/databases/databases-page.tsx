import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import { DatabasesDocument, type DatabasesQuery } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Page } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { SkeletonRows } from '../../ui/skeleton-rows.js';
import { DatabaseStatus } from './database-status.js';
import { policyWords } from './setting-names.js';

const { columns } = texts.databases;

/** What the gateway serves, itself among it. */
export function DatabasesPage() {
  const databases = useQuery({ queryKey: ['databases'], queryFn: () => send(DatabasesDocument, {}) });
  return (
    <Page
      title={texts.databases.title}
      actions={
        <Link to="/databases/new" className="button button-main">
          {texts.databases.add}
        </Link>
      }
    >
      {databases.error && <Problem error={databases.error} onRetry={() => void databases.refetch()} />}
      <div className="table-frame" aria-busy={databases.isPending}>
        <table className="grid">
          <caption className="unseen">{texts.databases.title}</caption>
          <thead>
            <tr>
              {Object.values(columns).map((text) => (
                <th key={text} scope="col">
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {databases.isPending && <SkeletonRows columns={4} />}
            {databases.data?.databases.map((database) => (
              <Row key={database.id} database={database} />
            ))}
          </tbody>
        </table>
      </div>
    </Page>
  );
}

function Row({ database }: { readonly database: DatabasesQuery['databases'][number] }) {
  const { slug, status, settings, removedAt } = database;
  const policies = policyWords(settings);
  return (
    <tr>
      <th scope="row" data-label={columns.slug}>
        {removedAt === null ? (
          <Link to="/databases/$slug" params={{ slug }}>
            {slug}
          </Link>
        ) : (
          slug
        )}
        {slug === 'gateway' && <span className="second">{texts.databases.gatewayHint}</span>}
      </th>
      <td data-label={columns.status}>
        <DatabaseStatus status={status} />
      </td>
      <td data-label={columns.policies}>
        {policies.length === 0 ? (
          <span className="quiet">{texts.none}</span>
        ) : (
          policies.map((words) => (
            <span key={words} className="line">
              {words}
            </span>
          ))
        )}
      </td>
      <td data-label={columns.keys}>
        <Link to="/keys" search={{ database: slug }}>
          {texts.databases.keysOf(slug)}
        </Link>
      </td>
    </tr>
  );
}
