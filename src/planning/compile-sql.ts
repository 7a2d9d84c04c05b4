import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import { PosternError } from '../foundation/postern-error.js';
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

/** PostgreSQL counts them in 16 bits. */
const MAX_PARAMETERS = 30_000;
const TOO_MANY =
  'The operation needs too many values at once, those of row rules included. Ask for fewer relations at once.';

export function compileSql(query: RawBuilder<unknown>): {
  readonly text: string;
  readonly parameters: readonly Parameter[];
} {
  const { sql, parameters } = query.compile(compiler);
  if (parameters.length > MAX_PARAMETERS)
    throw new PosternError('LIMIT_EXCEEDED', TOO_MANY, { max: MAX_PARAMETERS });
  return {
    text: sql,
    parameters: parameters.map((parameter) => {
      if (parameter instanceof Parameter) return parameter;
      throw new Error('A statement holds a value where only parameters may stand.');
    }),
  };
}
