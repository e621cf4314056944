import { type CompiledQuery, Kysely, type QueryResult, SqliteQueryCompiler } from 'kysely';
import { dialect } from './queries.ts';
import type { Schema } from './schema.ts';

/** Stands where a value of each run goes. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

type Build<Values, Row> = (
  query: Kysely<Schema>,
  values: Values,
) => { compile(executor: Kysely<Schema>): CompiledQuery<Row> };

/**
 * A statement of every sign-in: built at its first run and only filled in from then on, since building one costs
 * as much as running it. What `build` is given are places for the values and not the values themselves, so it
 * must not branch on them; each later run must name the same ones.
 */
export function statement<Values extends object>() {
  return <Row>(build: Build<Values, Row>) => {
    const run = builtOnce(build);
    return async (query: Kysely<Schema>, values: Values): Promise<Row[]> => (await run(query, values)).rows;
  };
}

/**
 * The same for one that changes rows, and answers how many. To learn no more than that it happened this is cheaper
 * than RETURNING, for which SQLite makes a table of its own at each run.
 */
export function change<Values extends object>() {
  return <Row>(build: Build<Values, Row>) => {
    const run = builtOnce(build);
    return async (query: Kysely<Schema>, values: Values): Promise<number> =>
      Number((await run(query, values)).numAffectedRows);
  };
}

function builtOnce<Values extends object, Row>(build: Build<Values, Row>) {
  let compiled: CompiledQuery<Row> | null = null;
  return (query: Kysely<Schema>, values: Values): Promise<QueryResult<Row>> => {
    compiled ??= build(builder, placesFor(values)).compile(builder);
    const parameters = compiled.parameters.map((place) => values[(place as Place).name as keyof Values]);
    return query.getExecutor().executeQuery<Row>({ ...compiled, parameters });
  };
}

const placesFor = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.keys(values).map((name) => [name, new Place(name)])) as never;

/**
 * Leaves places open and writes everything else into the statement: our own constants. Where a bound value may
 * decide over a partial index or a limit, SQLite plans anew at every run (https://sqlite.org/c3ref/bind_blob.html).
 */
class PlacesCompiler extends SqliteQueryCompiler {
  protected override appendValue(value: unknown): void {
    if (value instanceof Place) super.appendValue(value);
    else this.appendImmediateValue(value);
  }
}

/** Builds, and runs nothing. */
const builder = new Kysely<Schema>({
  dialect: { ...dialect, createQueryCompiler: () => new PlacesCompiler() },
});
