import type { Connection } from '../duckdb/connection.js';
import { quoteIdentifier } from '../duckdb/quote.js';
import { foldNames } from '../names/fold-names.js';
import { namesTable, textColumn } from './entity-names.js';

/** Names listed with their spellings, those of the largest sums. */
const EXAMPLES = 3;
/** From this part of a column's distinct values on, spellings that differ by case are different codes. */
const MIN_CODES = 0.9;
/** One word of ASCII letters, digits and signs, with a digit: `0015g00000aBcDe`, `X-12`. */
const CODE = '[A-Za-z0-9+/=_.:#-]*[0-9][A-Za-z0-9+/=_.:#-]*';

/** Names that are written in several ways. */
export interface MergedSpellings {
  names: number;
  spellings: number;
  /** Of the names with the largest sums: their spellings, that of the largest sum first. */
  examples: { spelling: string; units: bigint }[][];
}

export const mergedTable = (index: number) => `concentration_merged_${index}`;

/**
 * Finds the names of the column at `index` of `groupBy` whose folded spellings are the same, and makes the table
 * `mergedTable(index)(id INTEGER, entity INTEGER, …)` of them: `entity` is the id of the spelling with the largest sum
 * (ties: by code point). Null, without a table, where there are none, or where the column holds codes.
 * @param rows SQL of all rows of the version, as in FROM: whether the column holds codes does not depend on a filter
 * @param digits SQL of a sum as the text of a whole number
 */
export async function mergeSpellings(
  connection: Connection,
  { index, column, rows, digits }: { index: number; column: string; rows: string; digits(sum: string): string },
): Promise<MergedSpellings | null> {
  const names = namesTable(index);
  await foldNames(connection, { from: names, to: 'concentration_keyed' });
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_several AS
     SELECT keyed.* FROM concentration_keyed AS keyed
       SEMI JOIN (SELECT key FROM concentration_keyed GROUP BY key HAVING count(*) > 1) AS several USING (key)`,
  );
  const counted = await connection.runAndReadAll(
    'SELECT count(DISTINCT key)::DOUBLE, count(*)::DOUBLE FROM concentration_several',
  );
  const [count = 0, spellings = 0] = counted.getRowsJS()[0] as [number, number];
  if (count === 0 || (await holdsCodes(connection, rows, column))) return null;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${mergedTable(index)} AS
     WITH sized AS (
       SELECT id, several.text, key, sum(units) AS units
       FROM concentration_several AS several JOIN concentration_spelled AS spelled ON spelled.${textColumn(index)} = several.text
       GROUP BY ALL)
     SELECT id, text, units, first_value(id) OVER (PARTITION BY key ORDER BY units DESC, text) AS entity FROM sized`,
  );
  return { names: count, spellings, examples: await examples(connection, index, digits) };
}

async function examples(
  connection: Connection,
  index: number,
  digits: (sum: string) => string,
): Promise<MergedSpellings['examples']> {
  const found = await connection.runAndReadAll(
    `WITH largest AS (
       SELECT entity, sum(units) AS total FROM ${mergedTable(index)} GROUP BY entity ORDER BY total DESC, min(text) LIMIT ${EXAMPLES})
     SELECT merged.entity, text, ${digits('units')} FROM ${mergedTable(index)} AS merged JOIN largest USING (entity)
     ORDER BY total DESC, merged.entity, units DESC, text`,
  );
  const byEntity = new Map<number, MergedSpellings['examples'][number]>();
  for (const [entity, spelling, units] of found.getRowsJS() as [number, string, string][]) {
    byEntity.set(entity, [...(byEntity.get(entity) ?? []), { spelling, units: BigInt(units) }]);
  }
  return [...byEntity.values()];
}

async function holdsCodes(connection: Connection, rows: string, name: string): Promise<boolean> {
  const column = quoteIdentifier(name);
  const counted = await connection.runAndReadAll(
    `SELECT count(*) FILTER (regexp_full_match(value, '${CODE}')) >= ${MIN_CODES} * count(*)
     FROM (SELECT DISTINCT ${column} AS value FROM ${rows} WHERE ${column} IS NOT NULL)`,
  );
  return counted.getRowsJS()[0]?.[0] === true;
}
