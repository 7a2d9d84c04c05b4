import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents from the committed SDL: the HTTP tests ask with them, so a change of a schema is a type error. */
const config: CodegenConfig = {
  generates: Object.fromEntries(
    ['gateway', 'crm'].map((database) => [
      `test/generated/${database}/`,
      {
        schema: `schema/${database}.graphql`,
        documents: [`test/http/${database}-documents.ts`],
        preset: 'client',
        presetConfig: { fragmentMasking: false },
        config: {
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
        },
      },
    ]),
  ),
  importExtension: '.js',
};

export default config;
