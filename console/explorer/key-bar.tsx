import { useRef, type ReactNode, type SubmitEvent } from 'react';

export type KeyStatus =
  | { readonly kind: 'missing' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded' }
  | { readonly kind: 'refused'; readonly message: string };

interface KeyBarProps {
  readonly endpoint: string;
  readonly status: KeyStatus;
  /** With the empty text when the key is taken away. */
  readonly onKey: (key: string) => void;
}

export function KeyBar({ endpoint, status, onKey }: KeyBarProps): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onKey(field.current?.value.trim() ?? '');
  };
  const forget = (): void => {
    if (field.current !== null) field.current.value = '';
    onKey('');
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
      {status.kind !== 'missing' && (
        <button type="button" onClick={forget}>
          Forget
        </button>
      )}
      <output className={`key-status ${status.kind}`} htmlFor="key">
        {sentenceOf(status, endpoint)}
      </output>
    </form>
  );
}

function sentenceOf(status: KeyStatus, endpoint: string): string {
  switch (status.kind) {
    case 'missing':
      return 'Enter a key to load its schema. It stays in this page and is gone when you close it.';
    case 'loading':
      return 'Loading the schema of this key …';
    case 'loaded':
      return `Operations go to ${endpoint} with this key.`;
    case 'refused':
      return status.message;
  }
}
