import { useState } from 'react';
import { askWhoami, type Whoami } from '../api/ask-whoami.js';
import { texts } from '../texts.js';
import { BusyButton } from './busy-button.js';
import { Icon } from './icon.js';
import { StateBadge } from './state-badge.js';

const words = texts.key.reveal;

/** Asks the gateway with the secret itself, and without the session, what it would be to a program. */
export function SecretTest({ secret }: { readonly secret: string }) {
  const [answer, setAnswer] = useState<Whoami | string | null>(null);
  const [isPending, setPending] = useState(false);
  const test = async (): Promise<void> => {
    setPending(true);
    setAnswer(await askWhoami(secret));
    setPending(false);
  };
  return (
    <section aria-label={words.test} className="secret-test">
      <BusyButton isBusy={isPending} onPress={() => void test()}>
        {isPending ? words.testing : words.test}
      </BusyButton>
      <div role="status">
        {typeof answer === 'string' && (
          <div className="notice notice-bad">
            <Icon name="cross" />
            <div>
              <p>{answer}</p>
              <p>{words.refusedHint}</p>
            </div>
          </div>
        )}
        {answer !== null && typeof answer !== 'string' && <Accepted whoami={answer} />}
      </div>
    </section>
  );
}

function Accepted({ whoami }: { readonly whoami: Whoami }) {
  const { state, stateReason, database, user, effectiveCapabilities, address } = whoami;
  return (
    <dl className="facts">
      <dt>{words.state}</dt>
      <dd>
        <StateBadge state={state} reason={stateReason} />
      </dd>
      <dt>{words.database}</dt>
      <dd>{database}</dd>
      <dt>{words.user}</dt>
      <dd>{user.name === null ? user.email : `${user.name} (${user.email})`}</dd>
      <dt>{words.capabilities}</dt>
      <dd>{effectiveCapabilities.length.toLocaleString()}</dd>
      <dt>{words.address}</dt>
      <dd>{address ?? texts.none}</dd>
    </dl>
  );
}
