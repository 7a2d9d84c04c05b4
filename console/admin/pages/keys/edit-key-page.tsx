import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import { EditedApiKeyDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Page } from '../../ui/page.js';
import { Lacking } from '../../ui/lacking.js';
import { Problem } from '../../ui/problem.js';
import { NotFoundPage } from '../not-found-page.js';
import { EditKeyForm } from './edit-key-form.js';

export function EditKeyPage() {
  const { id } = useParams({ from: '/keys/$id/edit' });
  const key = useQuery({
    queryKey: ['edited-key', id],
    queryFn: () => send(EditedApiKeyDocument, { id }),
    // What somebody else saves must not change the form under the hands of who edits.
    staleTime: Infinity,
    gcTime: 0,
  });
  if (key.error) {
    return (
      <Page title={texts.key.title}>
        <Problem error={key.error} onRetry={() => void key.refetch()} />
      </Page>
    );
  }
  if (key.data === undefined) return <p className="quiet">{texts.loading}</p>;
  const { apiKey } = key.data;
  if (apiKey === null) return <NotFoundPage />;
  return (
    <Page title={texts.form.editTitle(apiKey.name)}>
      <Lacking needed={['apiKeys:update']} />
      <EditKeyForm apiKey={apiKey} />
    </Page>
  );
}
