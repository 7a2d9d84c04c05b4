import { useRef, type ReactNode, type SubmitEvent } from 'react';
import type { Credential } from './post-operation';

export type CallerStatus =
  | { readonly kind: 'missing' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly as: Credential }
  | { readonly kind: 'refused'; readonly message: string };

interface CallerBarProps {
  readonly endpoint: string;
  readonly status: CallerStatus;
  /** The key whose page in the console led here, to look as it does. */
  readonly offeredKeyId: string | null;
  /** Null: nobody any more. */
  readonly onChoose: (credential: Credential | null) => void;
}

/** As whom operations run: with a key, or, where the address names the database, as oneself or as a key sees it. */
export function CallerBar({ endpoint, status, offeredKeyId, onChoose }: CallerBarProps): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const key = field.current?.value.trim() ?? '';
    onChoose(key === '' ? null : { kind: 'key', key });
  };
  const choose = (credential: Credential | null): void => {
    if (field.current !== null) field.current.value = '';
    onChoose(credential);
  };
  return (
    <form className="key-bar" onSubmit={submit}>
      <label htmlFor="key">API key</label>
      {/* No name and no autocompletion: browsers keep what forms with names are given. */}
      <input
        id="key"
        ref={field}
        type="password"
        placeholder="pst_live_…"
        autoComplete="off"
        spellCheck={false}
      />
      <button type="submit">Use key</button>
      {namesDatabase(endpoint) && (
        <button type="button" onClick={() => choose({ kind: 'session' })}>
          As myself
        </button>
      )}
      {offeredKeyId !== null && (
        <button type="button" onClick={() => choose({ kind: 'asKey', keyId: offeredKeyId })}>
          As key {offeredKeyId}
        </button>
      )}
      {status.kind !== 'missing' && (
        <button type="button" onClick={() => choose(null)}>
          Forget
        </button>
      )}
      <output className={`key-status ${status.kind}`} htmlFor="key">
        {sentenceOf(status, endpoint)}
      </output>
    </form>
  );
}

const namesDatabase = (endpoint: string): boolean => /\/graphql\/[^/]+$/.test(endpoint);

function sentenceOf(status: CallerStatus, endpoint: string): string {
  switch (status.kind) {
    case 'missing':
      return 'Enter a key to load its schema. It stays in this page and is gone when you close it.';
    case 'loading':
      return 'Loading the schema …';
    case 'loaded':
      return `Operations go to ${endpoint} ${wayOf(status.as)}`;
    case 'refused':
      return status.message;
  }
}

function wayOf(credential: Credential): string {
  switch (credential.kind) {
    case 'key':
      return 'with this key.';
    case 'session':
      return 'as you, who are signed in to the console.';
    case 'asKey':
      return `as the key ${credential.keyId} sees it. Only queries run, and each is in the audit.`;
  }
}
