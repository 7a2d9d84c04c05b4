import { useQuery } from '@tanstack/react-query';
import { send } from '../../api/send.js';
import { ApiKeyDaysDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Problem } from '../../ui/problem.js';
import { KeyDecisions } from './key-decisions.js';
import type { ShownKey } from './key-page.js';
import { UseChart } from './use-chart.js';

const words = texts.key.use;

export function KeyUse({ apiKey: { id } }: { readonly apiKey: ShownKey }) {
  const days = useQuery({
    queryKey: ['key', id, 'days'],
    queryFn: () => send(ApiKeyDaysDocument, { id }),
  });
  return (
    <>
      <section aria-labelledby="days">
        <h2 id="days">{words.title}</h2>
        {days.error && <Problem error={days.error} onRetry={() => void days.refetch()} />}
        {days.isPending && <p className="quiet">{texts.loading}</p>}
        {days.data !== undefined && <UseChart days={days.data.apiKey?.days ?? []} />}
      </section>
      <KeyDecisions id={id} />
    </>
  );
}
