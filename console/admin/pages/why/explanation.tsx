import type { ShownExplanationFragment } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { describeCode } from '../../ui/describe-code.js';
import { Icon } from '../../ui/icon.js';

export interface ExplanationProps {
  readonly title: string;
  readonly lead?: string;
  readonly explanation: ShownExplanationFragment;
}

const words = texts.why.explanation;
const checks: Readonly<Record<string, string>> = words.checks;

/** The verdict, the way to it, and the SQL that would run. */
export function Explanation({ title, lead, explanation }: ExplanationProps) {
  const { steps, statements, plan } = explanation;
  return (
    <section aria-labelledby="explanation">
      <h2 id="explanation">{title}</h2>
      {lead !== undefined && <p className="quiet">{lead}</p>}
      <Verdict explanation={explanation} />
      <h3 id="steps">{words.steps}</h3>
      <ol className="trace" aria-labelledby="steps">
        {steps.map((step, index) => (
          <Step key={index} step={step} />
        ))}
      </ol>
      {statements.length > 0 && (
        <details className="unfold">
          <summary>{words.statements(statements.length)}</summary>
          {statements.map(({ sql, parameters }, index) => (
            <div key={index} className="statement">
              <pre tabIndex={0} aria-label={words.statement(index + 1)}>
                <code>{sql}</code>
              </pre>
              <p>
                {words.parameters} <code>{JSON.stringify(parameters)}</code>
              </p>
            </div>
          ))}
        </details>
      )}
      {plan !== null && (
        <details className="unfold">
          <summary>{words.plan}</summary>
          <pre tabIndex={0} aria-label={words.plan}>
            <code>{JSON.stringify(plan, null, 2)}</code>
          </pre>
        </details>
      )}
    </section>
  );
}

function Verdict({ explanation }: { readonly explanation: ShownExplanationFragment }) {
  const { allowed, code, missing } = explanation;
  return (
    <div className={`notice ${allowed ? 'notice-good' : 'notice-bad'}`} role="alert">
      <Icon name={allowed ? 'check' : 'cross'} />
      <div>
        <p>
          <strong>{allowed ? words.allowed : words.refused}</strong>
          {code !== null && (
            <>
              {' '}
              {describeCode(code)} <code>{code}</code>
            </>
          )}
        </p>
        {missing.length > 0 && (
          <p>
            {texts.why.missing} <code>{missing.join(', ')}</code>
          </p>
        )}
      </div>
    </div>
  );
}

function Step({ step }: { readonly step: ShownExplanationFragment['steps'][number] }) {
  const { check, subject, passed, detail } = step;
  return (
    <li className={passed ? 'passed' : 'refused'}>
      <span className={`badge badge-${passed ? 'good' : 'bad'}`}>
        <Icon name={passed ? 'check' : 'cross'} />
        {passed ? words.passed : words.refusedHere}
      </span>
      <div>
        <strong>{checks[check] ?? check}</strong>
        {subject !== null && (
          <>
            {' '}
            <code>{subject}</code>
          </>
        )}
        <p>{detail}</p>
      </div>
    </li>
  );
}
