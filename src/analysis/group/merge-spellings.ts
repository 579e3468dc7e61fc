import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { quoteIdentifier } from '../../duckdb/quote.js';
import { type EntityNames, entityNames } from '../../entities/apply-mapping.js';
import type { EntityMatching } from '../../model/analysis.js';
import type { EntityLevel, EntityMapping } from '../../model/entity-mapping.js';
import { foldNames } from '../../names/fold-names.js';
import { foldSpelling } from '../../names/fold-spelling.js';
import { idOfColumn, namesTable, textColumn } from './entity-names.js';

/** Names listed with their spellings, those of the largest sums. */
const EXAMPLES = 3;
/** The most rows that one append takes. */
export const BATCH_ROWS = 2048;
/** Where at most one in so many of a column's distinct values is no code, spellings that differ by case are different codes. */
const CODES_PER_OTHER = 10;
/** One word of ASCII letters, digits and signs, with a digit: `0015g00000aBcDe`, `X-12`. */
const CODE = '[A-Za-z0-9+/=_.:#-]*[0-9][A-Za-z0-9+/=_.:#-]*';

/** The column whose names are merged. */
export interface MergeRequest {
  index: number;
  column: string;
  /** SQL of all rows of the version, as in FROM: whether the column holds codes does not depend on a filter. */
  rows: string;
  /** SQL of the column's names with their keys, where the groups have its ids. */
  names: string | null;
  canFold: boolean;
  /** What people decided about the names; null if there is none. */
  mapping: EntityMapping | null;
  level: EntityLevel;
  /** SQL of a sum as the text of a whole number. */
  digits(sum: string): string;
}

/** How the names of a column became entities. */
export interface MergedNames {
  matching: EntityMatching;
  /** Whether there is a table mergedTable(). */
  hasMerged: boolean;
  /** Whether names of entities that do not occur in the data were added to the names, behind them. */
  hasAdded: boolean;
  spellings: MergedSpellings | null;
}

/** Names that are written in several ways. */
export interface MergedSpellings {
  names: number;
  spellings: number;
  /** Of the names with the largest sums: their spellings, that of the largest sum first. */
  examples: { spelling: string; units: bigint }[][];
}

export const mergedTable = (index: number) => `concentration_merged_${index}`;

/**
 * Finds the names of a column that are one entity, because a mapping says so or because their folded spellings are the
 * same, and makes the table `mergedTable(index)(id INTEGER, entity INTEGER, …)` of them all: `entity` is the id of the name
 * that is shown, of a mapping the name written there, else the spelling with the largest sum (ties: by code point).
 */
export async function mergeNames(connection: Connection, request: MergeRequest): Promise<MergedNames> {
  const { mapping, level, canFold } = request;
  const none = { hasMerged: false, hasAdded: false, spellings: null };
  if (!canFold && mapping === null) return { matching: 'EXACT', ...none };
  // Before the names are read only where it decides how a mapping is read.
  const isFolded = canFold && (mapping === null || !(await holdsCodes(connection, request)));
  const keyOf = isFolded ? foldSpelling : (name: string) => name;
  await createMapped(connection, mapping === null ? new Map() : entityNames(mapping, level, keyOf), keyOf);
  await createKeyed(connection, request, isFolded);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_several AS
     WITH classes AS MATERIALIZED (
       SELECT id, text, coalesce(entity_key, keyed.key) AS key, entity FROM ${KEYED} AS keyed LEFT JOIN concentration_mapped USING (key))
     SELECT classes.* FROM classes WHERE entity IS NOT NULL
     UNION ALL
     SELECT classes.* FROM classes SEMI JOIN (SELECT key FROM classes GROUP BY key HAVING count(*) > 1) AS several USING (key)
     WHERE entity IS NULL`,
  );
  const [all = 0, count = 0, spellings = 0] = await numbersOf(
    connection,
    `SELECT count(*), count(DISTINCT key) FILTER (entity IS NULL), count(*) FILTER (entity IS NULL) FROM concentration_several`,
  );
  const matching = isFolded ? 'FOLDED' : 'EXACT';
  if (all === 0) return { matching, ...none };
  if (mapping === null && (await holdsCodes(connection, request))) return { matching: 'EXACT', ...none };
  const hasAdded = mapping !== null && (await addNames(connection, request));
  await createMerged(connection, request);
  const found = { names: count, spellings, examples: await examples(connection, request) };
  return { matching, hasMerged: true, hasAdded, spellings: count === 0 ? null : found };
}

const KEYED = 'concentration_keyed';

/** Makes the table KEYED(id, text, key) of all names that may be one entity with others. */
async function createKeyed(
  connection: Connection,
  { index, names: stored, mapping }: MergeRequest,
  isFolded: boolean,
): Promise<void> {
  const names = namesTable(index);
  if (stored === null) {
    if (isFolded) return foldNames(connection, { from: names, to: KEYED });
    return connection.run(`CREATE OR REPLACE TEMP TABLE ${KEYED} AS SELECT id, text, text AS key FROM ${names}`);
  }
  // Names that are not mapped, and whose folded spelling no other name of the column has, stay as they are.
  const key = isFolded ? 'key' : 'text';
  const isMapped = mapping === null ? 'false' : `${key} IN (SELECT key FROM concentration_mapped)`;
  const isShared = isFolded ? `folded IN (SELECT folded FROM ${names} WHERE folded <> id)` : 'false';
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${KEYED} AS
     WITH candidates AS MATERIALIZED (SELECT id, text, ${key} AS key FROM ${names} WHERE ${isShared} OR ${isMapped})
     SELECT * FROM candidates WHERE id IN (SELECT ${idOfColumn(index)} FROM concentration_spelled)`,
  );
}

/** Adds the names of entities that do not occur in the data to the names. @returns whether there are any */
async function addNames(connection: Connection, { index, names: stored }: MergeRequest): Promise<boolean> {
  const names = namesTable(index);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${addedTable(index)} AS
     SELECT ((SELECT max(id) FROM ${names}) + row_number() OVER ())::INTEGER AS id, entity AS text
     FROM (SELECT DISTINCT entity FROM concentration_several WHERE entity IS NOT NULL) ANTI JOIN ${KEYED} ON text = entity`,
  );
  const [count] = await numbersOf(connection, `SELECT count(*) FROM ${addedTable(index)}`);
  if (count === 0) return false;
  await connection.run(
    stored === null
      ? `INSERT INTO ${names} FROM ${addedTable(index)}`
      : `CREATE OR REPLACE TEMP VIEW ${names} AS SELECT id, text FROM ${stored} UNION ALL FROM ${addedTable(index)}`,
  );
  return true;
}

const addedTable = (index: number) => `concentration_added_${index}`;

/** Makes `concentration_mapped(key VARCHAR, entity VARCHAR, entity_key VARCHAR)` of the names that a mapping has. */
async function createMapped(
  connection: Connection,
  names: EntityNames,
  keyOf: (name: string) => string,
): Promise<void> {
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE concentration_mapped (key VARCHAR, entity VARCHAR, entity_key VARCHAR)',
  );
  const rows = [...names].map(([key, entity]) => [key, entity, keyOf(entity)]);
  for (let start = 0; start < rows.length; start += BATCH_ROWS) {
    await connection.append('concentration_mapped', rows.slice(start, start + BATCH_ROWS));
  }
}

async function createMerged(connection: Connection, { index, names: stored, mapping }: MergeRequest): Promise<void> {
  const isSpelled = stored === null ? `${textColumn(index)} = several.text` : `${idOfColumn(index)} = several.id`;
  const shown = mapping === null ? KEYED : `(SELECT id, text FROM ${KEYED} UNION ALL FROM ${addedTable(index)})`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${mergedTable(index)} AS
     WITH sized AS (
       SELECT several.id, several.text, several.key, several.entity AS name, sum(units) AS units, sum(row_count) > 0 AS is_counted
       FROM concentration_several AS several JOIN concentration_spelled AS spelled ON spelled.${isSpelled}
       GROUP BY ALL)
     SELECT sized.id, sized.text, units, name IS NOT NULL AS is_mapped,
       coalesce(target.id, first_value(sized.id) OVER (PARTITION BY sized.key ORDER BY is_counted DESC, units DESC, sized.text)) AS entity
     FROM sized LEFT JOIN ${shown} AS target ON target.text = name`,
  );
}

async function examples(connection: Connection, { index, digits }: MergeRequest): Promise<MergedSpellings['examples']> {
  const found = await connection.runAndReadAll(
    `WITH largest AS (
       SELECT entity, sum(units) AS total FROM ${mergedTable(index)} WHERE NOT is_mapped GROUP BY entity ORDER BY total DESC, min(text) LIMIT ${EXAMPLES})
     SELECT merged.entity, text, ${digits('units')} FROM ${mergedTable(index)} AS merged JOIN largest USING (entity)
     ORDER BY total DESC, merged.entity, units DESC, text`,
  );
  const byEntity = new Map<number, MergedSpellings['examples'][number]>();
  for (const [entity, spelling, units] of found.getRowsJS() as [number, string, string][]) {
    byEntity.set(entity, [...(byEntity.get(entity) ?? []), { spelling, units: BigInt(units) }]);
  }
  return [...byEntity.values()];
}

/** Whether nearly all values of a column are codes. @param rows SQL of all rows of the version, as in FROM */
export async function holdsCodes(
  connection: Connection,
  { rows, names, column: name }: Pick<MergeRequest, 'rows' | 'column'> & { names?: MergeRequest['names'] },
): Promise<boolean> {
  const column = quoteIdentifier(name);
  const values = names ?? `(SELECT DISTINCT ${column} AS text FROM ${rows} WHERE ${column} IS NOT NULL)`;
  const [count] = await numbersOf(connection, `SELECT count(*) FROM ${values}`);
  const maxOthers = Math.floor(count! / CODES_PER_OTHER);
  // Few names are read where most are no codes.
  const [others] = await numbersOf(
    connection,
    `SELECT count(*) FROM (SELECT 1 FROM ${values} WHERE NOT regexp_full_match(text, '${CODE}') LIMIT ${maxOthers + 1})`,
  );
  return others! <= maxOthers;
}
