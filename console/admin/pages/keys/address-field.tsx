import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { send } from '../../api/send.js';
import { MeDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Field } from '../../ui/field.js';
import { Icon } from '../../ui/icon.js';
import { readAddress, splitList } from './addresses.js';

export interface AddressFieldProps {
  readonly addresses: readonly string[];
  readonly onChange: (addresses: readonly string[]) => void;
  readonly problem: string | null;
  readonly isRequired: boolean;
}

/** Addresses and blocks: typed or pasted with commas, then each by itself with what it covers. */
export function AddressField({ addresses, onChange, problem, isRequired }: AddressFieldProps) {
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const me = useQuery({ queryKey: ['me'], queryFn: () => send(MeDocument, {}) });
  const own = me.data?.me.sessions.find(({ isCurrent }) => isCurrent)?.address ?? null;
  const add = (text: string): void => {
    const parts = splitList(text);
    const read = parts.map((part) => ({ part, result: readAddress(part) }));
    const good = read.filter(({ result }) => result.kind === 'block').map(({ part }) => part);
    const bad = read.find(({ result }) => result.kind === 'refused');
    onChange([...new Set([...addresses, ...good])]);
    // What cannot be read stays where it can be mended.
    setTyped(
      read
        .filter(({ result }) => result.kind === 'refused')
        .map(({ part }) => part)
        .join(', '),
    );
    setRefusal(bad?.result.kind === 'refused' ? bad.result.problem : null);
  };
  return (
    <div className="stack">
      <Field
        label={texts.form.addresses}
        hint={isRequired ? texts.form.addressesRequired : texts.form.addressesHint}
        problem={refusal ?? problem}
        value={typed}
        onChange={(text) => {
          setTyped(text);
          setRefusal(null);
          if (/[,;\n]\s*$/.test(text)) add(text);
        }}
        onBlur={() => add(typed)}
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
                onPress={() => onChange(addresses.filter((one) => one !== address))}
              >
                <Icon name="cross" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {own !== null && !addresses.includes(own) && (
        <div>
          <Button className="button" onPress={() => add(own)}>
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
