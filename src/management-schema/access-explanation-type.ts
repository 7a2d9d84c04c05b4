import type { ObjectRef } from '@pothos/core';
import { accessChecks, type AccessExplanation, type AccessStep } from './access-explanation.js';
import { readsColumn } from './column-scopes.js';
import type { ManagementBuilder, ManagementTypes } from './management-builder.js';

export type AccessExplanationRef = ObjectRef<ManagementTypes, AccessExplanation>;

/** What is asked for here is a column; who may ask for all that it shows stands at the fields that lead here. */
const authScopes = readsColumn('decisions', 'explanation');

/** `AccessExplanation`, `AccessStep` and `AccessStatement`. */
export function defineAccessExplanation(builder: ManagementBuilder): AccessExplanationRef {
  const step = defineAccessStep(builder);
  const statement = defineAccessStatement(builder);
  return builder.objectRef<AccessExplanation>('AccessExplanation').implement({
    description: 'What the gateway would answer to a request, and how it comes to it. Nothing of it was run.',
    fields: (t) => ({
      allowed: t.boolean({
        description: 'Whether the operation would run: every step passed.',
        authScopes,
        resolve: (explanation) => explanation.allowed,
      }),
      code: t.string({
        description: 'The code that the gateway would answer, such as FORBIDDEN. Null: it is allowed.',
        nullable: true,
        authScopes,
        resolve: (explanation) => explanation.code,
      }),
      missing: t.stringList({
        description: 'What is missing, as FORBIDDEN would list it; empty for every other answer.',
        authScopes,
        resolve: (explanation) => [...explanation.missing],
      }),
      steps: t.field({
        type: [step],
        description: 'The checks in their order. Those after the first that refuses are not made.',
        authScopes,
        resolve: (explanation) => [...explanation.steps],
      }),
      statements: t.field({
        type: [statement],
        description: 'What would run on a registered database. Empty where the operation is refused.',
        authScopes,
        resolve: (explanation) => [...explanation.statements],
      }),
      plan: t.field({
        type: 'JSON',
        description:
          'What each field of the answer reads, and which rows of it. Null where nothing is planned: the operation is refused, or is one of the management API.',
        nullable: true,
        authScopes,
        resolve: (explanation) => explanation.plan,
      }),
    }),
  });
}

function defineAccessStep(builder: ManagementBuilder) {
  const meanings = Object.entries(accessChecks).map(([check, meaning]) => `\`${check}\`: ${meaning}`);
  return builder.objectRef<AccessStep>('AccessStep').implement({
    description: 'One check that the gateway makes.',
    fields: (t) => ({
      check: t.string({
        description: `What is checked, in this order. ${meanings.join('; ')}.`,
        authScopes,
        resolve: (step) => step.check,
      }),
      passed: t.boolean({
        description: 'False: the request is refused here.',
        authScopes,
        resolve: (step) => step.passed,
      }),
      subject: t.string({
        description: 'What it is about: a capability, or a place in the operation. Null: the whole request.',
        nullable: true,
        authScopes,
        resolve: (step) => step.subject,
      }),
      detail: t.string({
        description: 'What was found, in sentences for people.',
        authScopes,
        resolve: (step) => step.detail,
      }),
    }),
  });
}

function defineAccessStatement(builder: ManagementBuilder) {
  const ref = builder.objectRef<AccessExplanation['statements'][number]>('AccessStatement');
  return ref.implement({
    description: 'A statement that would run, with the values of this caller.',
    fields: (t) => ({
      sql: t.string({
        description: 'Its text, with $1, $2, … for the values.',
        authScopes,
        resolve: (statement) => statement.sql,
      }),
      parameters: t.field({
        type: 'JSON',
        description: 'The list of the values.',
        authScopes,
        resolve: (statement) => statement.parameters,
      }),
    }),
  });
}
