import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import { Parameter } from '../filters/parameter.js';

/** Only compiles: statements run by name through `execution`, which Kysely's driver cannot do. */
const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

export function compileSql(query: RawBuilder<unknown>): {
  readonly text: string;
  readonly parameters: readonly Parameter[];
} {
  const { sql, parameters } = query.compile(compiler);
  return {
    text: sql,
    parameters: parameters.map((parameter) => {
      if (parameter instanceof Parameter) return parameter;
      throw new Error('A statement holds a value where only parameters may stand.');
    }),
  };
}
