import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { send } from '../../api/send.js';
import { MeDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Field } from '../../ui/field.js';
import { Icon } from '../../ui/icon.js';
import { useAfterPress } from '../../ui/use-after-press.js';
import { readAddress, splitList } from './addresses.js';
import { addressProblem } from './draft-problems.js';

export interface AddressFieldProps {
  readonly addresses: readonly string[];
  /** What is typed so far, or could not be read. */
  readonly typed: string;
  readonly onChange: (changed: {
    readonly addresses?: readonly string[];
    readonly unreadAddresses: string;
  }) => void;
  readonly problem: string | null;
  readonly isRequired: boolean;
}

/** Addresses and blocks: typed or pasted with commas, then each by itself with what it covers. */
export function AddressField({ addresses, typed, onChange, problem, isRequired }: AddressFieldProps) {
  const me = useQuery({ queryKey: ['me'], queryFn: () => send(MeDocument, {}) });
  const own = me.data?.me.sessions.find(({ isCurrent }) => isCurrent)?.address ?? null;
  const [isTyping, setTyping] = useState(false);
  const add = (text: string): void => {
    setTyping(false);
    const parts = splitList(text);
    const isRead = (part: string): boolean => readAddress(part).kind === 'block';
    onChange({
      addresses: [...new Set([...addresses, ...parts.filter(isRead)])],
      // What cannot be read stays where it can be mended.
      unreadAddresses: parts.filter((part) => !isRead(part)).join(', '),
    });
  };
  const addLater = useAfterPress(() => add(typed));
  return (
    <div className="stack">
      <Field
        label={texts.form.addresses}
        hint={isRequired ? texts.form.addressesRequired : texts.form.addressesHint}
        problem={(isTyping ? null : addressProblem(typed)) ?? problem}
        value={typed}
        onChange={(text) => {
          if (/[,;\n]\s*$/.test(text)) add(text);
          else {
            setTyping(true);
            onChange({ unreadAddresses: text });
          }
        }}
        onBlur={addLater}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || typed.trim() === '') return;
          event.preventDefault();
          add(typed);
        }}
      />
      {addresses.length > 0 && (
        <ul className="chips" aria-label={texts.form.addresses}>
          {addresses.map((address) => (
            <li key={address}>
              <code>{address}</code> <span className="quiet">{explain(address)}</span>
              <Button
                className="button button-bare"
                aria-label={texts.form.removeAddress(address)}
                onPress={() =>
                  onChange({ addresses: addresses.filter((one) => one !== address), unreadAddresses: typed })
                }
              >
                <Icon name="cross" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {own !== null && !addresses.includes(own) && (
        <div>
          <Button className="button" onPress={() => add(`${typed}, ${own}`)}>
            {texts.form.addOwnAddress(own)}
          </Button>
        </div>
      )}
    </div>
  );
}

function explain(address: string): string {
  const read = readAddress(address);
  return read.kind === 'block' ? read.explanation : '';
}
