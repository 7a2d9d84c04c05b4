import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import { DatabaseDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Page } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { DatabaseActions } from './database-actions.js';
import { DatabaseAddress } from './database-address.js';
import { DatabaseCatalog } from './database-catalog.js';
import { DatabaseSettings } from './database-settings.js';
import { DatabaseStatus } from './database-status.js';
import { RemoveDatabase } from './remove-database.js';

/** One database: whether it answers, how it is served, what is in it. */
export function DatabasePage() {
  const { slug } = useParams({ from: '/databases/$slug' });
  const database = useQuery({
    queryKey: ['database', slug],
    queryFn: () => send(DatabaseDocument, { slug }),
  });
  if (database.isPending) return <p className="quiet">{texts.loading}</p>;
  const found = database.data?.database ?? null;
  if (found === null) {
    return (
      <Page title={slug}>
        {database.error ? (
          <Problem error={database.error} onRetry={() => void database.refetch()} />
        ) : (
          <p>{texts.databases.notFound}</p>
        )}
      </Page>
    );
  }
  const isGateway = slug === 'gateway';
  return (
    <Page title={slug} actions={!isGateway && <DatabaseActions database={found} />}>
      <p className="row">
        <DatabaseStatus status={found.status} />
        <span className="quiet">
          {isGateway ? texts.databases.gatewayHint : texts.databases.statusHints(found.status)}
        </span>
      </p>
      <p className="row">
        <Link to="/keys" search={{ database: slug }}>
          {texts.databases.keysOf(slug)}
        </Link>
        <Link to="/groups" search={{ database: slug }}>
          {texts.databases.groupsOf(slug)}
        </Link>
      </p>
      <DatabaseSettings key={`${slug} settings`} database={found} />
      <DatabaseCatalog database={found} />
      {!isGateway && <DatabaseAddress key={`${slug} address`} database={found} />}
      {!isGateway && <RemoveDatabase database={found} />}
    </Page>
  );
}
