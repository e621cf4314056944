import type { CompiledQuery, Kysely } from 'kysely';
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
  value: <Name extends keyof Values & string>(name: Name) => Values[Name],
) => { compile(): CompiledQuery<Row> };

/**
 * A statement of every sign-in: built at its first run and only filled in from then on, since building one costs
 * as much as running it. `build` never sees the values, so it must not branch on them.
 */
export function statement<Values extends object>() {
  return <Row>(build: Build<Values, Row>) => {
    let compiled: CompiledQuery<Row> | null = null;
    return async (query: Kysely<Schema>, values: Values): Promise<Row[]> => {
      compiled ??= build(query, (name) => new Place(name) as never).compile();
      const parameters = compiled.parameters.map((each) =>
        each instanceof Place ? values[each.name as keyof Values] : each,
      );
      const { rows } = await query.executeQuery<Row>({ ...compiled, parameters });
      return rows;
    };
  };
}
