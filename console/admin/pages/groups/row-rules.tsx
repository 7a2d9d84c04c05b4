import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { send } from '../../api/send.js';
import {
  CapabilitiesDocument,
  RemoveRowRuleDocument,
  type GroupDetailsFragment,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { AskButton } from '../../ui/ask-button.js';
import { Icon } from '../../ui/icon.js';
import { printJson } from '../../ui/json-text.js';
import { readCatalog } from '../../ui/matrix/capability-catalog.js';
import { Section } from '../../ui/section.js';
import { RowRuleForm } from './row-rule-form.js';

export type ListedRule = GroupDetailsFragment['rowRules'][number];

const { rules } = texts.groups;

/** Which rows the grants of the group reach. */
export function RowRules({ group }: { readonly group: GroupDetailsFragment }) {
  // The name of the rule that is being edited; 'new' for another one.
  const [edited, setEdited] = useState<string | null>(null);
  const { slug } = group.database;
  const all = useQuery({
    queryKey: ['all-capabilities', slug],
    queryFn: () => send(CapabilitiesDocument, { database: slug }),
  });
  const tables = readCatalog(all.data?.capabilities ?? []).tables;
  return (
    <Section
      title={rules.title}
      actions={
        edited === null && (
          <Button className="button" onPress={() => setEdited('new')}>
            {rules.add}
          </Button>
        )
      }
    >
      {group.rowRules.length === 0 && edited === null && <p className="quiet">{rules.none}</p>}
      <ul className="cards">
        {group.rowRules.map((rule) => (
          <li key={nameOf(rule)} className="card">
            {edited === nameOf(rule) ? (
              <RowRuleForm group={group} tables={tables} rule={rule} onClose={() => setEdited(null)} />
            ) : (
              <Rule group={group} rule={rule} onEdit={() => setEdited(nameOf(rule))} />
            )}
          </li>
        ))}
        {edited === 'new' && (
          <li className="card">
            <RowRuleForm group={group} tables={tables} rule={null} onClose={() => setEdited(null)} />
          </li>
        )}
      </ul>
    </Section>
  );
}

const nameOf = ({ table, verb }: ListedRule): string => `${table}: ${verb.toLowerCase()}`;

function Rule({
  group,
  rule,
  onEdit,
}: {
  readonly group: GroupDetailsFragment;
  readonly rule: ListedRule;
  readonly onEdit: () => void;
}) {
  const { table, verb, broken } = rule;
  const name = nameOf(rule);
  return (
    <>
      <h3>
        <code>{name}</code>
      </h3>
      {broken !== null && (
        <div className="notice notice-bad">
          <Icon name="warning" />
          <p>{rules.broken(broken)}</p>
        </div>
      )}
      <Filter label={rules.where} filter={rule.where} />
      <Filter label={rules.check} filter={rule.check} />
      <Filter label={rules.presets} filter={rule.presets} />
      <div className="row">
        <Button className="button" onPress={onEdit} aria-label={rules.editLabel(name)}>
          {rules.edit}
        </Button>
        <AskButton
          label={rules.remove}
          fullLabel={rules.removeLabel(name)}
          title={rules.removeTitle(name)}
          lead={rules.removeLead(table, verb.toLowerCase())}
          confirm={rules.remove}
          said={rules.removed(name)}
          run={() => send(RemoveRowRuleDocument, { input: { groupId: group.id, table, verb } })}
        />
      </div>
    </>
  );
}

function Filter({ label, filter }: { readonly label: string; readonly filter: unknown }) {
  if (filter === null || filter === undefined) return null;
  return (
    <div className="field">
      <span className="label">{label}</span>
      <pre tabIndex={0} role="region" aria-label={label}>
        {printJson(filter)}
      </pre>
    </div>
  );
}
