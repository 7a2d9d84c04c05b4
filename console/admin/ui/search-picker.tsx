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
import { texts } from '../texts.js';
import { Icon } from './icon.js';
import { Problem } from './problem.js';
import { usePaused } from './use-paused.js';

export interface Found {
  readonly id: string;
  readonly text: string;
  readonly detail: string;
  /** It is shown, and cannot be chosen; `detail` says why. */
  readonly isUnusable?: boolean;
}

export interface SearchPickerProps<Item> {
  readonly label: string;
  readonly hint: string;
  /** What is chosen so far, as shown; empty: nothing. */
  readonly chosenText: string;
  /** Names the search among everything that is asked for. */
  readonly queryKey: string;
  readonly search: (text: string) => Promise<readonly Item[]>;
  readonly describe: (item: Item) => Found;
  readonly onChoose: (found: Found) => void;
  readonly problem: string | undefined;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly isRequired?: boolean;
}

/** One of many: found by the gateway from what is typed. */
export function SearchPicker<Item>(props: SearchPickerProps<Item>) {
  const { label, hint, chosenText, queryKey, search, describe, onChoose, problem } = props;
  const { placeholder = '', autoFocus = false, isRequired = false } = props;
  const [typed, setTyped] = useState(chosenText);
  useEffect(() => setTyped(chosenText), [chosenText]);
  // What is chosen already is no search: opening the list shows everything again.
  const wanted = typed === chosenText ? '' : typed.trim();
  const sought = usePaused(wanted);
  const found = useQuery({
    queryKey: [queryKey, sought],
    queryFn: () => search(sought),
    placeholderData: keepPreviousData,
  });
  // Until the answer to what is typed is there, nothing is offered that does not fit it: Enter would take the first.
  const isOutdated = wanted !== sought || found.isPlaceholderData;
  const items = (found.data ?? [])
    .map(describe)
    .filter(
      ({ text, detail }) => !isOutdated || `${text} ${detail}`.toLowerCase().includes(wanted.toLowerCase()),
    );
  return (
    <>
      <ComboBox
        className="field"
        items={items}
        inputValue={typed}
        onInputChange={(text) => setTyped(withoutSecret(text))}
        onChange={(id) => {
          const chosen = items.find((item) => item.id === id);
          if (chosen) onChoose(chosen);
        }}
        disabledKeys={items.filter(({ isUnusable }) => isUnusable).map(({ id }) => id)}
        // What is typed and not chosen goes when the field is left; by itself the field would also drop what was chosen.
        allowsCustomValue
        onBlur={() => setTyped(chosenText)}
        defaultFilter={() => true}
        allowsEmptyCollection
        isInvalid={problem !== undefined}
        isRequired={isRequired}
        validationBehavior="aria"
      >
        <Label>{label}</Label>
        <div className="with-button">
          <Input autoFocus={autoFocus} placeholder={placeholder} />
          <Button className="button" aria-label={texts.picker.open(label)}>
            <Icon name="down" />
          </Button>
        </div>
        <Text slot="description" className="hint">
          {hint}
        </Text>
        <FieldError className="field-problem">{problem}</FieldError>
        <Popover className="popover">
          <ListBox<Found>
            className="options"
            renderEmptyState={() => (
              <p className="quiet option">{found.isPending ? texts.loading : texts.picker.nothing}</p>
            )}
          >
            {({ id, text, detail }) => (
              <ListBoxItem id={id} textValue={text} className="option">
                <Text slot="label">{text}</Text>
                <Text slot="description" className="second">
                  {detail}
                </Text>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      {found.error && <Problem error={found.error} onRetry={() => void found.refetch()} />}
    </>
  );
}

/** Of a whole key that was pasted only its id stays, which is not secret. */
const withoutSecret = (text: string): string => text.replace(/pst_[a-z]+_([A-Za-z0-9]{16})_?\w*/, '$1');
