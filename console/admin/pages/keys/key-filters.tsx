import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { send } from '../../api/send.js';
import { DatabasesDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Choice } from '../../ui/choice.js';
import { Icon } from '../../ui/icon.js';
import { SearchBox } from '../../ui/search-box.js';
import { useMay } from '../../ui/use-may.js';
import { keyStates, quickFilters, type KeysSearch, type QuickFilter } from './keys-search.js';

export interface KeyFiltersProps {
  readonly search: KeysSearch;
  readonly onChange: (changed: Partial<Record<keyof KeysSearch, string | undefined>>) => void;
}

const quickTexts: Readonly<Record<QuickFilter, string>> = {
  attention: texts.keys.quickAttention,
  expiring: texts.keys.quickExpiring,
  unused: texts.keys.quickUnused,
};

export function KeyFilters({ search, onChange }: KeyFiltersProps) {
  const may = useMay();
  const databases = useQuery({ queryKey: ['databases'], queryFn: () => send(DatabasesDocument, {}) });
  const slugs = databases.data?.databases.map(({ slug }) => slug) ?? [];
  return (
    <div className="filters" role="search">
      <SearchBox
        label={texts.keys.search}
        placeholder={texts.keys.searchHint}
        value={search.q ?? ''}
        onChange={(q) => onChange({ q: q || undefined })}
      />
      <div className="quick" role="group" aria-label={texts.keys.quick}>
        {[undefined, ...quickFilters].map((show) => (
          <Button
            key={show ?? 'all'}
            className="chip"
            aria-pressed={search.show === show}
            onPress={() => onChange({ show, state: undefined })}
          >
            {show === undefined ? texts.keys.quickAll : quickTexts[show]}
          </Button>
        ))}
      </div>
      <Choice
        label={texts.keys.state}
        value={search.state ?? ''}
        onChange={(state) => onChange({ state: state || undefined, show: undefined })}
        options={[
          ['', texts.keys.anyState],
          ...keyStates.map((state) => [state, texts.states[state]] as const),
        ]}
      />
      {may('databases:select') && (
        <Choice
          label={texts.keys.database}
          value={search.database ?? ''}
          onChange={(database) => onChange({ database: database || undefined })}
          options={[['', texts.keys.anyDatabase], ...slugs.map((slug) => [slug, slug] as const)]}
        />
      )}
      {search.tag !== undefined && (
        <Button
          className="chip"
          onPress={() => onChange({ tag: undefined })}
          aria-label={`${texts.close}: ${search.tag}`}
        >
          {search.tag} <Icon name="cross" />
        </Button>
      )}
    </div>
  );
}
