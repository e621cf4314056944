import {
  type CompiledQuery,
  DefaultQueryExecutor,
  type Dialect,
  DummyDriver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Schema } from './schema.ts';

/** Runs one statement that Kysely has built. */
export type Run = (query: CompiledQuery) => Promise<QueryResult<unknown>>;

/**
 * Kysely as the builder of statements, with `run` as all that runs them. Its own way there asks for a connection
 * and gives it back, a dozen promises for each statement, where an embedded database simply answers. Transactions
 * are the group commit's (`group-commit.ts`), not Kysely's.
 */
export function queries(run: Run): Kysely<Schema> {
  const executor = new DirectExecutor(run);
  return new Kysely<Schema>({ config: { dialect }, dialect, driver: new DummyDriver(), executor });
}

/** SQLite as Kysely writes it; it connects to nothing. */
export const dialect: Dialect = {
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (query) => new SqliteIntrospector(query),
  createQueryCompiler: () => new SqliteQueryCompiler(),
};

class DirectExecutor extends DefaultQueryExecutor {
  readonly #run: Run;

  constructor(run: Run) {
    super(dialect.createQueryCompiler(), dialect.createAdapter(), { provideConnection: refuse });
    this.#run = run;
  }

  override executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#run(query) as Promise<QueryResult<Row>>;
  }
}

const refuse = async (): Promise<never> => {
  throw new Error('Transactions are begun by Db.write, and rows are not streamed.');
};
