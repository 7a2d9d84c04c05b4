import { skipToken, useQuery } from '@tanstack/react-query';
import { ApiError } from '../../api/api-error.js';
import { send } from '../../api/send.js';
import { ExplainAccessDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Problem } from '../../ui/problem.js';
import { Explanation } from './explanation.js';
import { RequestForm } from './request-form.js';
import { isSame, questionOf, type WhySearch } from './why-search.js';

export interface ImaginedRequestProps {
  readonly search: WhySearch;
  readonly onAsk: (search: WhySearch) => void;
}

/** A request that nobody made: asked for in the form, judged by the gateway, never run. */
export function ImaginedRequest({ search, onAsk }: ImaginedRequestProps) {
  const question = questionOf(search);
  const answer = useQuery({
    queryKey: ['explain', question],
    queryFn: question === null ? skipToken : () => send(ExplainAccessDocument, { input: question }),
  });
  const byField = answer.error instanceof ApiError ? answer.error.byField : {};
  return (
    <>
      <RequestForm
        search={search}
        refused={byField}
        isPending={answer.isFetching}
        onAsk={(asked) => {
          if (isSame(asked, search)) void answer.refetch();
          else onAsk(asked);
        }}
      />
      {answer.error && Object.keys(byField).length === 0 && (
        <Problem error={answer.error} onRetry={() => void answer.refetch()} />
      )}
      {answer.data !== undefined && (
        <Explanation title={texts.why.explanation.title} explanation={answer.data.explainAccess} />
      )}
    </>
  );
}
