import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components';

export interface FieldProps extends Omit<TextFieldProps, 'children' | 'className'> {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What the gateway says of this field; null or undefined: nothing. */
  readonly problem?: string | null | undefined;
  readonly lines?: number;
  /** Text for a machine, such as JSON. */
  readonly isCode?: boolean;
  readonly placeholder?: string | undefined;
}

/** One line of text, or several, with its label above and what is wrong with it below. */
export function Field({
  label,
  hint,
  problem,
  lines,
  isCode = false,
  placeholder = '',
  ...props
}: FieldProps) {
  return (
    <TextField {...props} className={isCode ? 'field mono' : 'field'} isInvalid={Boolean(problem)}>
      <Label>{label}</Label>
      {lines === undefined ? (
        <Input placeholder={placeholder} />
      ) : (
        <TextArea rows={lines} placeholder={placeholder} />
      )}
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-problem">{problem}</FieldError>
    </TextField>
  );
}
