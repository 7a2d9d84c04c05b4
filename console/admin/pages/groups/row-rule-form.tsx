import { useId, useState } from 'react';
import { send } from '../../api/send.js';
import { SetRowRuleDocument, type GroupDetailsFragment, type Verb } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Choice } from '../../ui/choice.js';
import { CodeField } from '../../ui/code-field.js';
import { Field } from '../../ui/field.js';
import { jsonProblem, printJson, readJson } from '../../ui/json-text.js';
import type { CatalogTable } from '../../ui/matrix/capability-catalog.js';
import { problemOf, SavingForm } from '../../ui/saving-form.js';
import { useChange } from '../../ui/use-change.js';
import type { ListedRule } from './row-rules.js';

export interface RowRuleFormProps {
  readonly group: GroupDetailsFragment;
  readonly tables: readonly CatalogTable[];
  /** Null: another one. */
  readonly rule: ListedRule | null;
  readonly onClose: () => void;
}

const { rules } = texts.groups;
const verbs: readonly Verb[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'AGGREGATE'];
const operators = [
  'eq',
  'neq',
  'in',
  'notIn',
  'gt',
  'gte',
  'lt',
  'lte',
  'isNull',
  'contains',
  'startsWith',
  'and',
  'or',
  'not',
];
const variables = ['$user.id', '$user.email', '$user.attributes.', '$key.id', '$key.tags', '$now'];
const fields = ['table', 'verb', 'where', 'check', 'presets'];
const textOf = (value: unknown): string => (value === null || value === undefined ? '' : printJson(value));

/** A filter as JSON: its syntax is checked while it is typed, what it says by the gateway. */
export function RowRuleForm({ group, tables, rule, onClose }: RowRuleFormProps) {
  const [table, setTable] = useState(rule?.table ?? '');
  const [verb, setVerb] = useState<Verb>(rule?.verb ?? 'SELECT');
  const [where, setWhere] = useState(textOf(rule?.where));
  const [check, setCheck] = useState(textOf(rule?.check));
  const [presets, setPresets] = useState(textOf(rule?.presets));
  const [isAttempted, setAttempted] = useState(false);
  const save = useChange(
    () => {
      const read = { where: readJson(where), check: readJson(check), presets: readJson(presets) };
      const valueOf = (name: keyof typeof read) =>
        read[name].kind === 'read' && read[name].value !== undefined ? { [name]: read[name].value } : {};
      const input = { groupId: group.id, table, verb, where: undefined, ...valueOf('where') };
      return send(SetRowRuleDocument, { input: { ...input, ...valueOf('check'), ...valueOf('presets') } });
    },
    rules.saved(`${table}: ${verb.toLowerCase()}`),
    onClose,
  );
  const missing = isAttempted && where.trim() === '' ? texts.form.required : null;
  const isWrong = [where, check, presets].some((text) => jsonProblem(text) !== null) || where.trim() === '';
  const words = [...(tables.find(({ name }) => name === table)?.columns ?? []), ...operators, ...variables];
  return (
    <SavingForm
      error={save.error}
      fields={fields}
      isSaving={save.isPending}
      submit={rules.save}
      isReady={!isWrong}
      onRefuse={() => setAttempted(true)}
      onSave={() => save.mutate()}
      onCancel={onClose}
    >
      <div className="columns">
        {rule === null ? (
          <TableField
            tables={tables}
            table={table}
            onChange={setTable}
            problem={problemOf(save.error, 'table')}
          />
        ) : (
          <Field label={rules.table} value={table} isReadOnly problem={problemOf(save.error, 'table')} />
        )}
        <Choice
          label={rules.verb}
          value={verb}
          onChange={(value) => setVerb(value as Verb)}
          options={verbs.map((each) => [each, each.toLowerCase()])}
          isDisabled={rule !== null}
          problem={problemOf(save.error, 'verb')}
        />
      </div>
      <CodeField
        label={rules.where}
        hint={rules.whereHint}
        lines={7}
        words={words}
        value={where}
        onChange={setWhere}
        problem={jsonProblem(where) ?? missing ?? problemOf(save.error, 'where')}
        isRequired
      />
      <details open={check !== '' || presets !== ''}>
        <summary>{rules.more}</summary>
        <CodeField
          label={rules.check}
          hint={rules.checkHint}
          lines={4}
          words={words}
          value={check}
          onChange={setCheck}
          problem={jsonProblem(check) ?? problemOf(save.error, 'check')}
        />
        <CodeField
          label={rules.presets}
          hint={rules.presetsHint}
          lines={4}
          words={words}
          value={presets}
          onChange={setPresets}
          problem={jsonProblem(presets) ?? problemOf(save.error, 'presets')}
        />
      </details>
    </SavingForm>
  );
}

/** The browser completes the names of the tables. */
function TableField({
  tables,
  table,
  onChange,
  problem,
}: {
  readonly tables: readonly CatalogTable[];
  readonly table: string;
  readonly onChange: (table: string) => void;
  readonly problem: string | null;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{rules.table}</label>
      <input
        id={id}
        list={`${id}-tables`}
        value={table}
        onChange={({ target }) => onChange(target.value)}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-problem`}
        autoComplete="off"
        spellCheck={false}
        autoFocus
      />
      <datalist id={`${id}-tables`}>
        {tables.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <span className="field-problem" id={`${id}-problem`}>
        {problem}
      </span>
    </div>
  );
}
