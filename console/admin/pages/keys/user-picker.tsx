import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  Button,
  ComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from 'react-aria-components';
import { send } from '../../api/send.js';
import { UserChoicesDocument, type UserChoicesQuery } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Icon } from '../../ui/icon.js';
import { Problem } from '../../ui/problem.js';

export type ChosenUser = UserChoicesQuery['users']['nodes'][number];

export interface UserPickerProps {
  /** Whom the key speaks for so far, as shown. */
  readonly chosenText: string;
  readonly onChoose: (user: { readonly id: string; readonly text: string }) => void;
  readonly problem: string | null;
  readonly autoFocus?: boolean;
  /** Absent: as the form of a key asks. */
  readonly label?: string;
  readonly hint?: string;
  readonly reasonAgainst?: (user: ChosenUser) => string | null;
}

const TYPING_PAUSE_MS = 200;

/** Users by name or e-mail address, searched by the gateway; who cannot be used is there too, with the reason. */
export function UserPicker({
  chosenText,
  onChoose,
  problem,
  autoFocus = false,
  label = texts.form.accessAs,
  hint = texts.form.accessAsHint,
  reasonAgainst = reasonAgainstKey,
}: UserPickerProps) {
  const [typed, setTyped] = useState(chosenText);
  const [sought, setSought] = useState('');
  useEffect(() => setTyped(chosenText), [chosenText]);
  // What is chosen already is no search: opening the list shows everybody again.
  const wanted = typed === chosenText ? '' : typed.trim();
  useEffect(() => {
    const pause = setTimeout(() => setSought(wanted), TYPING_PAUSE_MS);
    return () => clearTimeout(pause);
  }, [wanted]);
  const users = useQuery({
    queryKey: ['user-choices', sought],
    queryFn: () => send(UserChoicesDocument, sought === '' ? {} : { search: sought }),
    placeholderData: keepPreviousData,
  });
  const isOutdated = wanted !== sought || users.isPlaceholderData;
  // Until the answer to what is typed is there, nobody is offered who does not fit it: Enter would take the first.
  const found = (users.data?.users.nodes ?? []).filter(
    (user) => !isOutdated || textOf(user).toLowerCase().includes(wanted.toLowerCase()),
  );
  return (
    <>
      <ComboBox
        className="field"
        items={found}
        inputValue={typed}
        onInputChange={setTyped}
        onChange={(id) => {
          const user = found.find((one) => one.id === id);
          if (user) onChoose({ id: user.id, text: textOf(user) });
        }}
        disabledKeys={found.filter((user) => reasonAgainst(user) !== null).map(({ id }) => id)}
        defaultFilter={() => true}
        allowsEmptyCollection
        isInvalid={problem !== null}
        isRequired
        validationBehavior="aria"
      >
        <Label>{label}</Label>
        <div className="with-button">
          <Input autoFocus={autoFocus} placeholder={texts.form.accessAsPlaceholder} />
          <Button className="button" aria-label={texts.form.accessAsOpen}>
            <Icon name="down" />
          </Button>
        </div>
        <Text slot="description" className="hint">
          {hint}
        </Text>
        <FieldError className="field-problem">{problem}</FieldError>
        <Popover className="popover">
          <ListBox<ChosenUser>
            className="options"
            renderEmptyState={() => (
              <p className="quiet option">{users.isPending ? texts.loading : texts.form.nobody}</p>
            )}
          >
            {(user) => (
              <ListBoxItem id={user.id} textValue={textOf(user)} className="option">
                <Text slot="label">{textOf(user)}</Text>
                <Text slot="description" className="second">
                  {reasonAgainst(user) ?? groupsOf(user)}
                </Text>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      {users.error && <Problem error={users.error} onRetry={() => void users.refetch()} />}
    </>
  );
}

export const textOf = ({ name, email }: { readonly name: string | null; readonly email: string }): string =>
  name === null ? email : `${name} (${email})`;

function reasonAgainstKey({ enabled, deletedAt, groups }: ChosenUser): string | null {
  if (deletedAt !== null) return texts.form.userDeleted;
  if (!enabled) return texts.form.userDisabled;
  return groups.length === 0 ? texts.form.userWithoutGroups : null;
}

const groupsOf = ({ groups }: ChosenUser): string =>
  groups.map(({ name, database }) => `${name} (${database.slug})`).join(', ');
