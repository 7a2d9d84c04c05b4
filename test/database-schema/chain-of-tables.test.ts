import { expect, it } from '@jest/globals';
import { buildSchema, printSchema } from 'graphql';
import { buildDatabaseSchema } from '../../src/database-schema/build-database-schema.js';
import { nameCatalog } from '../../src/naming/name-catalog.js';
import { catalog, foreignKey, table } from '../naming/build-catalog.js';

const LENGTH = 400;

it('a long chain of tables, each led to by the last, does not fill the stack', () => {
  const links = Array.from({ length: LENGTH }, (_, link) =>
    table(`link${link}`, ['id', 'next_id'], {
      primaryKey: ['id'],
      foreignKeys: link + 1 < LENGTH ? [foreignKey('next_id', `link${link + 1}`)] : [],
    }),
  );
  const { named } = nameCatalog(catalog(links), { entries: [] }, { defaultSchema: 'public' });
  const { schema } = buildDatabaseSchema(named);
  expect(schema.getQueryType()?.getFields()).toHaveProperty(`link${LENGTH - 1}`);
  // Whole: nothing that waited for its turn was forgotten.
  expect(() => buildSchema(printSchema(schema))).not.toThrow();
});
