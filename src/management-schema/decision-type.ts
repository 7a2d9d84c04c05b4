import { readsColumn } from './column-scopes.js';
import type { ManagementBuilder } from './management-builder.js';
import type { CapabilityReference, ManagementColumn } from './management-catalog.js';
import type { ManagementRefs } from './management-refs.js';

const reads = (column: ManagementColumn<'decisions'>, ...others: CapabilityReference[]) =>
  readsColumn('decisions', column, ...others);

/** `Decision`. */
export function defineDecision(builder: ManagementBuilder, refs: ManagementRefs): void {
  refs.decision.implement({
    description:
      'A request that was refused, as it is remembered for 30 days. Under a flood only the first of their kind are remembered one by one; the others share a decision that says how many there were.',
    fields: (t) => ({
      id: t.id({
        description: 'The `decisionId` that the caller was told.',
        authScopes: reads('id'),
        resolve: (decision) => decision.id,
      }),
      at: t.field({
        type: 'DateTime',
        description: 'When it was refused; the last of them, where the decision is shared.',
        authScopes: reads('at'),
        resolve: (decision) => decision.atMs,
      }),
      code: t.string({
        description: 'The code of the error that the caller got, such as "FORBIDDEN".',
        authScopes: reads('code'),
        resolve: (decision) => decision.code,
      }),
      apiKey: t.field({
        type: refs.apiKey,
        description:
          'The key that was refused, also where its secret or its address was wrong. Null: no key has the id that was presented, or the decision is shared by several.',
        nullable: true,
        authScopes: reads('apiKey', 'apiKeys:select'),
        resolve: ({ keyId }, _args, { loaders }) => (keyId === null ? null : loaders.apiKey.load(keyId)),
      }),
      address: t.string({
        description: 'The network address that the request came from. Null: not known, or shared by several.',
        nullable: true,
        authScopes: reads('address'),
        resolve: (decision) => decision.address,
      }),
    }),
  });
  defineDetails(builder, refs);
  defineCounts(builder, refs);
}

/** What was noted beside the code. */
function defineDetails(builder: ManagementBuilder, refs: ManagementRefs): void {
  const cause = defineCause(builder);
  const signInCause = defineSignInCause(builder);
  builder.objectFields(refs.decision, (t) => ({
    missing: t.stringList({
      description: 'For FORBIDDEN: the capabilities that were missing. Null for other codes.',
      nullable: true,
      authScopes: reads('missing'),
      resolve: ({ detail }) => readTexts(detail?.['missing']),
    }),
    cause: t.field({
      type: cause,
      description: 'For INVALID_API_KEY: which of its four causes it was, which the caller is not told.',
      nullable: true,
      authScopes: reads('cause'),
      resolve: ({ detail }) => causes.find((known) => known === detail?.['cause']) ?? null,
    }),
    presentedKeyId: t.string({
      description:
        'For INVALID_API_KEY: the id in the text of the key that was presented, whether there is such a key or not. Null: the text was malformed.',
      nullable: true,
      authScopes: reads('presentedKeyId'),
      resolve: ({ detail }) => readText(detail?.['presentedKeyId']),
    }),
    user: t.field({
      type: refs.user,
      description:
        'The user whose session was refused, or as whom somebody tried to sign in. Null: a key was refused, or nobody has the e-mail address.',
      nullable: true,
      authScopes: reads('user', 'users:select'),
      resolve: ({ detail }, _args, { loaders }) => {
        const userId = readText(detail?.['userId']);
        return userId === null ? null : loaders.user.load(userId);
      },
    }),
    signInCause: t.field({
      type: signInCause,
      description: 'For SIGN_IN_FAILED: what was wrong, which the caller is not told.',
      nullable: true,
      authScopes: reads('signInCause'),
      resolve: ({ detail }) => signInCauses.find((known) => known === detail?.['cause']) ?? null,
    }),
  }));
}

/** How many there were like it. */
function defineCounts(builder: ManagementBuilder, refs: ManagementRefs): void {
  builder.objectFields(refs.decision, (t) => ({
    isShared: t.boolean({
      description:
        'True: the decision stands for many that were only counted, so that nothing is known of one of them beside its code.',
      authScopes: reads('isShared'),
      resolve: (decision) => decision.isShared,
    }),
    count: t.int({
      description:
        'How many with the same code, key and address there were within about a minute, itself among them.',
      authScopes: reads('count'),
      resolve: (decision) => decision.count,
    }),
    firstAt: t.field({
      type: 'DateTime',
      description: 'When the first of those was refused.',
      authScopes: reads('firstAt'),
      resolve: (decision) => decision.firstAtMs,
    }),
    lastAt: t.field({
      type: 'DateTime',
      description: 'When the last of those was refused.',
      authScopes: reads('lastAt'),
      resolve: (decision) => decision.lastAtMs,
    }),
  }));
}

/** As authentication names them. */
const causes = ['malformed', 'unknown', 'wrong-secret', 'wrong-address'] as const;

function defineCause(builder: ManagementBuilder) {
  return builder.enumType('InvalidApiKeyCause', {
    description: 'Why an API key was not accepted, where the caller is only told that it was not.',
    values: {
      MALFORMED: { value: 'malformed', description: 'The text is no key, or has a typing error.' },
      UNKNOWN: { value: 'unknown', description: 'No key has the id in the text.' },
      WRONG_SECRET: { value: 'wrong-secret', description: 'There is such a key, and it has another secret.' },
      WRONG_ADDRESS: {
        value: 'wrong-address',
        description: 'The secret was right, and the key is not allowed from that network address.',
      },
    } as const,
  });
}

/** As the check of a sign-in names them. */
const signInCauses = ['unknown-email', 'no-password', 'wrong-password', 'user-disabled'] as const;

function defineSignInCause(builder: ManagementBuilder) {
  return builder.enumType('SignInCause', {
    description: 'Why a sign-in was refused.',
    values: {
      UNKNOWN_EMAIL: { value: 'unknown-email', description: 'No user that is not deleted has the address.' },
      NO_PASSWORD: { value: 'no-password', description: 'The user has no password, and cannot sign in.' },
      WRONG_PASSWORD: { value: 'wrong-password', description: 'The password was another one.' },
      USER_DISABLED: {
        value: 'user-disabled',
        description: 'The password was right, and the user is disabled.',
      },
    } as const,
  });
}

function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function readTexts(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : null;
}
