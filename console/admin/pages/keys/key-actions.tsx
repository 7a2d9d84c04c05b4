import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { send } from '../../api/send.js';
import {
  DisableApiKeyDocument,
  EnableApiKeyDocument,
  RestoreApiKeyDocument,
  RevokeApiKeyDocument,
  RotateApiKeyDocument,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { useAnnounce } from '../../ui/announce.js';
import { BusyButton } from '../../ui/busy-button.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { Problem } from '../../ui/problem.js';
import { RevealSecret } from '../../ui/reveal-secret.js';
import type { ShownKey } from './key-page.js';
import { RotateDialog } from './rotate-dialog.js';

const words = texts.key;

type Asked = 'rotate' | 'revoke' | 'restore';

/** What can be done with a key in the state that it is in. */
export function KeyActions({ apiKey }: { readonly apiKey: ShownKey }) {
  const { id, name, database, disabledAt, revokedAt, restorableUntil } = apiKey;
  const [asked, setAsked] = useState<Asked | null>(null);
  // Here and nowhere else, and only until the dialog closes.
  const [secret, setSecret] = useState<string | null>(null);
  const { change, isPending, error, reset } = useKeyChange();
  useFocusKept(revokedAt);
  const ask = (what: Asked | null): void => {
    reset();
    setAsked(what);
  };
  const isDisabled = disabledAt !== null;
  const switchIt = (): void =>
    change({
      run: async () => {
        if (isDisabled) await send(EnableApiKeyDocument, { id });
        else await send(DisableApiKeyDocument, { id });
      },
      said: isDisabled ? words.enabled(name) : words.disabled(name),
    });
  const revoke = (): void =>
    change({
      run: async () => {
        await send(RevokeApiKeyDocument, { id });
        setAsked(null);
      },
      said: words.revoked(name),
    });
  const rotate = (overlapSeconds: number): void =>
    change({
      run: async () => {
        const { rotateApiKey } = await send(RotateApiKeyDocument, { id, overlapSeconds });
        setAsked(null);
        setSecret(rotateApiKey.secret);
      },
      said: words.rotated(name),
    });
  const restore = (): void =>
    change({
      run: async () => {
        const { restoreApiKey } = await send(RestoreApiKeyDocument, { id });
        setAsked(null);
        setSecret(restoreApiKey.secret);
      },
      said: words.restored(name),
    });
  return (
    <>
      {error !== null && asked === null && <Problem error={error} />}
      {revokedAt === null ? (
        <>
          <Link to="/keys/$id/edit" params={{ id }} className="button">
            {words.edit}
          </Link>
          <Button className="button" onPress={() => ask('rotate')}>
            {words.rotate}
          </Button>
          <BusyButton isBusy={isPending && asked === null} onPress={switchIt}>
            {isDisabled ? words.enable : words.disable}
          </BusyButton>
          <Button className="button button-danger" onPress={() => ask('revoke')}>
            {words.revoke}
          </Button>
        </>
      ) : (
        isAhead(restorableUntil) && (
          <Button className="button" onPress={() => ask('restore')}>
            {words.restore}
          </Button>
        )
      )}
      <ConfirmDialog
        isOpen={asked === 'revoke'}
        title={words.revokeTitle(name)}
        lead={words.revokeLead}
        confirm={words.revoke}
        isPending={isPending}
        error={error}
        onConfirm={revoke}
        onCancel={() => ask(null)}
      />
      <ConfirmDialog
        isOpen={asked === 'restore'}
        title={words.restoreTitle(name)}
        lead={isDisabled ? words.restoreDisabledLead : words.restoreLead}
        confirm={words.restore}
        isDangerous={false}
        isPending={isPending}
        error={error}
        onConfirm={restore}
        onCancel={() => ask(null)}
      />
      <RotateDialog
        isOpen={asked === 'rotate'}
        apiKey={apiKey}
        isPending={isPending}
        error={error}
        onConfirm={rotate}
        onCancel={() => ask(null)}
      />
      {secret !== null && (
        <RevealSecret
          secret={secret}
          keyName={name}
          database={database?.slug}
          onClose={() => {
            setSecret(null);
            // Once the dialog has given the focus back, if there still is where it came from.
            setTimeout(keepFocus, 100);
          }}
        />
      )}
    </>
  );
}

interface KeyChange {
  /** Gives nothing back: what a mutation gives is kept, and a secret must not be. */
  readonly run: () => Promise<void>;
  readonly said: string;
}

function useKeyChange() {
  const client = useQueryClient();
  const announce = useAnnounce();
  const change = useMutation({
    mutationFn: ({ run }: KeyChange) => run(),
    gcTime: 0,
    onSuccess: async (_nothing, { said }) => {
      announce(said);
      await Promise.all(['key', 'keys'].map((name) => client.invalidateQueries({ queryKey: [name] })));
    },
  });
  const { isPending, error, reset } = change;
  return { change: (made: KeyChange) => change.mutate(made), isPending, error, reset };
}

/** With a key's state its buttons go: the focus must not go with them. */
function useFocusKept(revokedAt: string | null): void {
  const shown = useRef(revokedAt);
  useEffect(() => {
    if (shown.current === revokedAt) return;
    shown.current = revokedAt;
    keepFocus();
  }, [revokedAt]);
}

function keepFocus(): void {
  if (document.activeElement === document.body) document.getElementById('content')?.focus();
}

const isAhead = (at: string | null): boolean => at !== null && new Date(at) > new Date();
