import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { send } from '../../api/send.js';
import {
  ApiKeyPageDocument,
  BareApiKeyPageDocument,
  type ApiKeyPageQuery,
  type BareApiKeyPageQuery,
  type ShownKeyFragment,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Page } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { StateBadge } from '../../ui/state-badge.js';
import { NotFoundPage } from '../not-found-page.js';
import { KeyActions } from './key-actions.js';
import { KeyHistory } from './key-history.js';
import { KeyOverview } from './key-overview.js';
import { KeyRights } from './key-rights.js';
import { KeyUse } from './key-use.js';
import { useSeesRelations } from './use-sees-relations.js';

type WholeKey = NonNullable<ApiKeyPageQuery['apiKey']>;

/** What it leads to is absent for who may not see it. */
export type ShownKey = ShownKeyFragment & Partial<Pick<WholeKey, 'accessAs' | 'createdBy' | 'database'>>;

const words = texts.key;

const tabs = [
  ['overview', words.tabs.overview, KeyOverview],
  ['rights', words.tabs.rights, KeyRights],
  ['use', words.tabs.use, KeyUse],
  ['history', words.tabs.history, KeyHistory],
] as const;

/** One API key: what it is, what it may do, what became of its requests, and what can be done with it. */
export function KeyPage() {
  const { id } = useParams({ from: '/keys/$id' });
  const { tab } = useSearch({ from: '/keys/$id' });
  const navigate = useNavigate();
  const isWhole = useSeesRelations();
  const key = useQuery<ApiKeyPageQuery | BareApiKeyPageQuery>({
    queryKey: ['key', id],
    queryFn: () => (isWhole ? send(ApiKeyPageDocument, { id }) : send(BareApiKeyPageDocument, { id })),
  });
  // A page with a new secret on it must not go because asking again failed.
  if (key.error && key.data === undefined) {
    return (
      <Page title={words.title}>
        <Problem error={key.error} onRetry={() => void key.refetch()} />
      </Page>
    );
  }
  if (key.data === undefined) return <p className="quiet">{texts.loading}</p>;
  const { apiKey } = key.data;
  if (apiKey === null) return <NotFoundPage />;
  const shown = tabs.find(([name]) => name === tab)?.[0] ?? 'overview';
  return (
    <Page title={apiKey.name} actions={<KeyActions apiKey={apiKey} />}>
      {key.error && <Problem error={key.error} onRetry={() => void key.refetch()} />}
      <p className="row key-state">
        <StateBadge state={apiKey.state} reason={apiKey.stateReason} />
        {/* The badge has the reason for who listens. */}
        <span aria-hidden={apiKey.state !== 'ACTIVE'}>{apiKey.stateReason}</span>
      </p>
      <Tabs
        className="tabs"
        selectedKey={shown}
        onSelectionChange={(chosen) =>
          void navigate({
            to: '/keys/$id',
            params: { id },
            search: chosen === 'overview' ? {} : { tab: String(chosen) },
            replace: true,
            resetScroll: false,
          })
        }
      >
        <TabList className="tab-list" aria-label={words.tabs.label}>
          {tabs.map(([name, text]) => (
            <Tab key={name} id={name} className="tab">
              {text}
            </Tab>
          ))}
        </TabList>
        {tabs.map(([name, , Content]) => (
          <TabPanel key={name} id={name} className="tab-panel">
            <Content apiKey={apiKey} />
          </TabPanel>
        ))}
      </Tabs>
    </Page>
  );
}
