import { BadUserInput, type InputProblem } from '../foundation/postern-error.js';
import { formatAddress, parseAddress } from '../foundation/ip-address.js';
import type { AccessQuestion } from './access-explanation.js';
import type { AccessExplanationRef } from './access-explanation-type.js';
import { coveredByField, needs } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { CapabilityReference } from './management-catalog.js';
import { dearField } from './operation-budget.js';

type References = readonly [CapabilityReference, ...CapabilityReference[]];

/** Of the user, its groups and the database: whatever an explanation may show of them. */
export const shownByExplanations: References = [
  'decisions.explanation:select',
  'users.id:select',
  'users.email:select',
  'users.enabled:select',
  'users.deletedAt:select',
  'users.attributes:select',
  'users.groups:select',
  'groups.name:select',
  'groups.apiAccess:select',
  'groups.capabilities:select',
  'groups.rowRules:select',
  'databases.slug:select',
  'databases.enabled:select',
  'databases.status:select',
  'databases.settings:select',
];

/** Of the key, where there is one. */
export const shownOfKeys: References = [
  'apiKeys.id:select',
  'apiKeys.name:select',
  'apiKeys.tags:select',
  'apiKeys.accessAs:select',
  'apiKeys.database:select',
  'apiKeys.validFrom:select',
  'apiKeys.validUntil:select',
  'apiKeys.allowedAddresses:select',
  'apiKeys.capabilities:select',
  'apiKeys.effectiveCapabilities:select',
  'apiKeys.rowNarrowing:select',
  'apiKeys.state:select',
  'apiKeys.stateReason:select',
];

/** `explainAccess`. */
export function defineExplainAccess(builder: ManagementBuilder, explanation: AccessExplanationRef): void {
  const input = defineInput(builder);
  builder.queryField('explainAccess', (t) =>
    t.field({
      ...dearField,
      type: explanation,
      description:
        'What the gateway would answer to a request that somebody imagines, by the code that would answer it: check by check, down to the rows and the SQL. Nothing is run, no data is read, nothing is counted. The secret of the key is taken as right. A change of the management API is judged only as far as its capabilities: what it would refuse when made (ESCALATION, CONFLICT, …) is not foretold.',
      authScopes: { capability: shownByExplanations },
      args: {
        input: t.arg({ ...coveredByField, type: input, required: true, description: 'The request.' }),
      },
      resolve: (_root, args, { explainAccess }) => explainAccess(questionOf(args.input)),
    }),
  );
}

type Input = ReturnType<typeof defineInput>['$inferInput'];

/** Throws BadUserInput. */
function questionOf(input: Input): AccessQuestion {
  const problems: InputProblem[] = [];
  const who = whoOf(input, problems);
  const address = addressOf(input, problems);
  const [first, ...more] = problems;
  if (first || who === null) throw new BadUserInput([first ?? NOBODY, ...more]);
  return {
    who,
    databaseSlug: input.database ?? null,
    operation: {
      query: input.query,
      variables: input.variables,
      operationName: input.operationName ?? null,
    },
    address,
    atMs: input.at ?? null,
  };
}

const NOBODY: InputProblem = { field: 'apiKeyId', message: 'give exactly one of apiKeyId and userId.' };

function whoOf(
  { apiKeyId, userId, database }: Input,
  problems: InputProblem[],
): AccessQuestion['who'] | null {
  const [key, user] = [apiKeyId ?? null, userId ?? null];
  if (key !== null && user === null) return { kind: 'key', keyId: key };
  if (key !== null || user === null) {
    problems.push(NOBODY);
    return null;
  }
  if ((database ?? null) === null) {
    problems.push({ field: 'database', message: 'say which database the user would ask.' });
  }
  return { kind: 'user', userId: user };
}

function addressOf({ address }: Input, problems: InputProblem[]): string | null {
  if (address === null || address === undefined) return null;
  const parsed = parseAddress(address);
  if (parsed.kind === 'parsed') return formatAddress(parsed.value);
  problems.push({ field: 'address', message: parsed.problem });
  return null;
}

function defineInput(builder: ManagementBuilder) {
  return builder.inputType('ExplainAccessInput', {
    description: 'A request as somebody imagines it: exactly one of `apiKeyId` and `userId`.',
    fields: (t) => ({
      apiKeyId: t.id({
        ...needs(...shownOfKeys),
        description: 'The key that would ask. An id that no key has is explained as INVALID_API_KEY.',
      }),
      userId: t.id({
        ...coveredByField,
        description: 'The user who would ask, signed in: with all rights of the user in `database`.',
      }),
      database: t.string({
        ...coveredByField,
        description:
          'The slug of the database that would be asked, as in /graphql/crm. Required with `userId`; that of the key when absent.',
      }),
      query: t.string({ ...coveredByField, required: true, description: 'The GraphQL document.' }),
      variables: t.field({
        ...coveredByField,
        type: 'JSON',
        description: 'The variables of the operation, an object.',
      }),
      operationName: t.string({
        ...coveredByField,
        description: 'Which operation of the document, where it has several.',
      }),
      address: t.string({
        ...coveredByField,
        description: 'The address that the request would come from. Absent: one that is not known.',
      }),
      at: t.field({ ...coveredByField, type: 'DateTime', description: 'When. Absent: now.' }),
    }),
  });
}
