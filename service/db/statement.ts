import type { CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Stands where a value of each run goes. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

type Build<Values, Row> = (query: Kysely<Schema>, values: Values) => { compile(): CompiledQuery<Row> };

/**
 * A statement of every sign-in: built at its first run and only filled in from then on, since building one costs
 * as much as running it. What `build` is given are places for the values and not the values themselves, so it
 * must not branch on them; each later run must name the same ones.
 */
export function statement<Values extends object>() {
  return <Row>(build: Build<Values, Row>) => {
    let compiled: CompiledQuery<Row> | null = null;
    return async (query: Kysely<Schema>, values: Values): Promise<Row[]> => {
      compiled ??= build(query, placesFor(values)).compile();
      const parameters = compiled.parameters.map((each) =>
        each instanceof Place ? values[each.name as keyof Values] : each,
      );
      const { rows } = await query.getExecutor().executeQuery<Row>({ ...compiled, parameters });
      return rows;
    };
  };
}

const placesFor = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.keys(values).map((name) => [name, new Place(name)])) as never;
