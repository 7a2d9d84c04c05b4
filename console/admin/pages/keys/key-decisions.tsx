import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import { ApiKeyDecisionsDocument, type ApiKeyDecisionsQuery } from '../../generated/graphql.js';
import { describeCode } from '../../ui/describe-code.js';
import { texts } from '../../texts.js';
import { Instant } from '../../ui/instant.js';
import { Problem } from '../../ui/problem.js';

type Decision = ApiKeyDecisionsQuery['decisions']['nodes'][number];

const words = texts.key.decisions;

/** The last refusals, each with the way to its explanation. */
export function KeyDecisions({ id }: { readonly id: string }) {
  const decisions = useQuery({
    queryKey: ['key', id, 'decisions'],
    queryFn: () => send(ApiKeyDecisionsDocument, { id }),
  });
  const page = decisions.data?.decisions;
  return (
    <section aria-labelledby="decisions">
      <h2 id="decisions">{words.title}</h2>
      {decisions.error && <Problem error={decisions.error} onRetry={() => void decisions.refetch()} />}
      {decisions.isPending && <p className="quiet">{texts.loading}</p>}
      {page?.totalCount === 0 && <p className="quiet">{words.nothing}</p>}
      {page !== undefined && page.totalCount > 0 && (
        <>
          <p className="quiet">{words.shown(page.nodes.length, page.totalCount)}</p>
          <div className="table-frame">
            <table className="grid">
              <caption className="unseen">{words.title}</caption>
              <thead>
                <tr>
                  <th scope="col">{words.at}</th>
                  <th scope="col">{words.reason}</th>
                  <th scope="col">{words.address}</th>
                  <th scope="col">{words.count}</th>
                  <th scope="col">{words.explanation}</th>
                </tr>
              </thead>
              <tbody>
                {page.nodes.map((decision) => (
                  <Row key={decision.id} decision={decision} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      <p className="after-table">
        <Link to="/why" search={{ mode: 'imagined', key: id }}>
          {words.imagine}
        </Link>
      </p>
    </section>
  );
}

function Row({ decision }: { readonly decision: Decision }) {
  const { id, at, code, cause, missing, address, count, isShared } = decision;
  return (
    <tr>
      <th scope="row" data-label={words.at}>
        <Instant at={at} />
      </th>
      <td data-label={words.reason}>
        {describeCode(code)} <code className="quiet">{code}</code>
        {cause !== null && <span className="second">{texts.why.causes[cause]}</span>}
        {missing !== null && (
          <span className="second">
            {texts.why.missing} <code>{missing.join(', ')}</code>
          </span>
        )}
      </td>
      <td data-label={words.address}>
        {address ?? <span className="quiet">{isShared ? words.several : texts.none}</span>}
      </td>
      <td data-label={words.count}>{count.toLocaleString()}</td>
      <td data-label={words.explanation}>
        <Link to="/why" search={{ decision: id }} aria-label={words.whyLabel(code, id)}>
          {texts.nav.why}
        </Link>
      </td>
    </tr>
  );
}
