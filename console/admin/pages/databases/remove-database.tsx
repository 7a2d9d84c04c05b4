import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../../api/send.js';
import { RemoveDatabaseDocument, type DatabaseDetailsFragment } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { AskButton } from '../../ui/ask-button.js';
import { Field } from '../../ui/field.js';
import { Section } from '../../ui/section.js';
import { StoppingKeys } from '../../ui/stopping-keys.js';

const { databases } = texts;

/** Cannot be taken back, so that the slug has to be typed. */
export function RemoveDatabase({ database: { slug } }: { readonly database: DatabaseDetailsFragment }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  return (
    <Section title={databases.remove}>
      <p>{databases.removeHint}</p>
      <AskButton
        label={databases.removeNow(slug)}
        title={databases.removeTitle(slug)}
        lead={databases.removeLead}
        confirm={databases.remove}
        said={databases.removed(slug)}
        isReady={typed === slug}
        onAsk={() => setTyped('')}
        run={() => send(RemoveDatabaseDocument, { slug })}
        onDone={() => void navigate({ to: '/databases' })}
      >
        <StoppingKeys where={{ database: slug }} />
        <Field
          label={databases.typeSlug(slug)}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          spellCheck="false"
          autoFocus
        />
      </AskButton>
    </Section>
  );
}
