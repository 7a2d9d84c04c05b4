import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Form } from 'react-aria-components';
import { send } from '../../api/send.js';
import { DecisionDocument, type DecisionQuery } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { BusyButton } from '../../ui/busy-button.js';
import { describeCode } from '../../ui/describe-code.js';
import { Field } from '../../ui/field.js';
import { Instant } from '../../ui/instant.js';
import { Problem } from '../../ui/problem.js';
import { Explanation } from './explanation.js';
import { holdsSecret } from './why-search.js';

type Decision = NonNullable<DecisionQuery['decision']>;

const words = texts.why.decision;

/** A refusal that happened, by the id that the caller was told. */
export function DecisionView({
  id,
  onAsk,
}: {
  readonly id: string | undefined;
  readonly onAsk: (id: string) => void;
}) {
  const [typed, setTyped] = useState(id ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => setTyped(id ?? ''), [id]);
  const decision = useQuery({
    queryKey: ['decision', id],
    queryFn: () => send(DecisionDocument, { id: id ?? '' }),
    enabled: Boolean(id),
  });
  const found = decision.data?.decision;
  return (
    <>
      <Form
        className="form"
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault();
          const asked = typed.trim();
          const wrong = problemOf(asked);
          setProblem(wrong);
          if (wrong !== null) event.currentTarget.querySelector('input')?.focus();
          else if (asked === id) void decision.refetch();
          else onAsk(asked);
        }}
      >
        <Field
          label={words.id}
          hint={words.idHint}
          value={typed}
          onChange={setTyped}
          problem={problem}
          autoComplete="off"
        />
        <div>
          <BusyButton type="submit" className="button button-main" isBusy={decision.isFetching}>
            {words.submit}
          </BusyButton>
        </div>
      </Form>
      {decision.error && <Problem error={decision.error} onRetry={() => void decision.refetch()} />}
      {found === null && (
        <p className="empty" role="alert">
          {words.unknown}
        </p>
      )}
      {found && <Facts decision={found} />}
      {found &&
        (found.explanation === null ? (
          <p className="quiet">{words.noExplanation}</p>
        ) : (
          <Explanation
            title={words.judgedAgain}
            lead={words.judgedAgainLead}
            explanation={found.explanation}
          />
        ))}
    </>
  );
}

function problemOf(asked: string): string | null {
  if (asked === '') return words.idMissing;
  return holdsSecret(asked) ? texts.why.secretGiven : null;
}

function Facts({ decision }: { readonly decision: Decision }) {
  const { code, cause, signInCause, at, firstAt, lastAt, count, address, missing } = decision;
  const { apiKey, user, presentedKeyId, isShared } = decision;
  return (
    <section aria-labelledby="what-happened">
      <h2 id="what-happened">{words.title}</h2>
      <dl className="facts card">
        <dt>{words.answer}</dt>
        <dd>
          {describeCode(code)} <code>{code}</code>
        </dd>
        {cause !== null && (
          <>
            <dt>{words.cause}</dt>
            <dd>{texts.why.causes[cause]}</dd>
          </>
        )}
        {signInCause !== null && (
          <>
            <dt>{words.cause}</dt>
            <dd>{texts.why.signInCauses[signInCause]}</dd>
          </>
        )}
        {missing !== null && (
          <>
            <dt>{words.missing}</dt>
            <dd>
              <code>{missing.join(', ')}</code>
            </dd>
          </>
        )}
        <dt>{words.at}</dt>
        <dd>
          <Instant at={at} as="exact" />{' '}
          <span className="quiet">
            (<Instant at={at} />)
          </span>
          {count > 1 && (
            <span className="second">
              {words.times(count)} <Instant at={firstAt} as="exact" /> – <Instant at={lastAt} as="exact" />
            </span>
          )}
        </dd>
        <dt>{words.address}</dt>
        <dd>{address ?? (isShared ? words.several : words.unknownAddress)}</dd>
        {apiKey !== null && (
          <>
            <dt>{words.key}</dt>
            <dd>
              <Link to="/keys/$id" params={{ id: apiKey.id }}>
                {apiKey.name}
              </Link>
            </dd>
          </>
        )}
        {apiKey === null && presentedKeyId !== null && (
          <>
            <dt>{words.presented}</dt>
            <dd>
              <code>{presentedKeyId}</code>
            </dd>
          </>
        )}
        {user !== null && (
          <>
            <dt>{words.user}</dt>
            <dd>
              <Link to="/users/$id" params={{ id: user.id }}>
                {user.name ?? user.email}
              </Link>
            </dd>
          </>
        )}
      </dl>
      {isShared && <p className="quiet">{words.shared}</p>}
    </section>
  );
}
