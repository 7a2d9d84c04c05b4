import type { CodegenConfig } from '@graphql-codegen/cli';

const typed = {
  documentMode: 'string',
  useTypeImports: true,
  enumsAsTypes: true,
  defaultScalarType: 'unknown',
  scalars: {
    BigInt: 'string',
    Bytes: 'string',
    Date: 'string',
    DateTime: 'string',
    Decimal: 'string',
    Interval: 'string',
    LocalDateTime: 'string',
    Time: 'string',
    UUID: 'string',
  },
};

/**
 * Typed documents from the committed SDL: the HTTP tests ask with them, so a change of a schema is a type error. The
 * console's are named by their hash, which is all that its pages hold of them.
 */
const config: CodegenConfig = {
  generates: {
    ...Object.fromEntries(
      ['gateway', 'crm'].map((database) => [
        `test/generated/${database}/`,
        {
          schema: `schema/${database}.graphql`,
          documents: [`test/http/${database}-documents.ts`],
          preset: 'client',
          presetConfig: { fragmentMasking: false },
          config: typed,
        },
      ]),
    ),
    'console/admin/generated/': {
      schema: 'schema/gateway.graphql',
      documents: ['console/admin/**/*.graphql'],
      preset: 'client',
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: { mode: 'replaceDocumentWithHash', hashAlgorithm: 'sha256' },
      },
      config: typed,
    },
  },
  importExtension: '.js',
};

export default config;
