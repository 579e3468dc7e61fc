import type { Connection } from '../../duckdb/connection.js';
import { entityNames } from '../../entities/apply-mapping.js';
import { BLANK_ENTITY, type EntityKey } from '../../model/analysis.js';
import type { EntityMapping } from '../../model/entity-mapping.js';
import type { Column } from '../../model/schema.js';
import { foldNames } from '../../names/fold-names.js';
import { foldSpelling } from '../../names/fold-spelling.js';
import { isKeyFolded, KEY_LISTS, type KeyList, type KeyMatching } from '../parameters/entity-keys.js';
import { BLANK_ID, namesTable, partColumn } from './entity-names.js';

/** A name with more than a third of its letters changed is another name, not a typo. */
const MAX_EDIT_SHARE = 1 / 3;
/** Keys for which the nearest name is looked up: comparing one with all names takes DuckDB half a second a million. */
const MAX_NEAREST = 5;
/** The most rows that one append takes. */
const BATCH_ROWS = 2048;

/** A key of `only` or `exclude` that no entity has. */
export interface UnknownKey {
  list: KeyList;
  key: EntityKey;
  nearest: EntityKey | null;
}

/** The keys, and how the columns they are about were grouped. */
export interface SelectionRequest extends KeyMatching {
  lists: Partial<Record<KeyList, EntityKey[]>>;
  columns: readonly SelectedColumn[];
  /** Whether the name `(blank)` means rows without an entity. */
  isBlankEntity: boolean;
}

export interface SelectedColumn {
  column: Column;
  mapping: EntityMapping | null;
  /** SQL of the column's names with their keys, where the groups have its ids. */
  names: string | null;
}

/** Which entities are selected. */
export interface Selection {
  /** SQL over `concentration_parts`. */
  condition: string;
  unknown: UnknownKey[];
}

/**
 * Finds the entities of the keys in `concentration_parts`: a key means the entity that its names are merged into, of which
 * a blank part is a blank cell. Keys that no entity has select nothing.
 */
export async function selectEntities(connection: Connection, request: SelectionRequest): Promise<Selection> {
  const { lists, columns, isBlankEntity } = request;
  const wanted = KEY_LISTS.flatMap((list) => (lists[list] ?? []).map((key) => ({ list, key })));
  const byColumn: ColumnKeys[] = [];
  for (const [index, column] of columns.entries()) {
    const texts = wanted.flatMap(({ key }) => key.parts[index] ?? (isBlankEntity ? [BLANK_ENTITY] : []));
    byColumn.push(await findNames(connection, index, column, [...new Set(texts)], request));
  }
  const idsOf = ({ parts }: EntityKey) =>
    parts.map((part, index) => {
      if (part === null && !isBlankEntity) return BLANK_ID;
      return byColumn[index]!.ids.get(part ?? BLANK_ENTITY) ?? null;
    });
  const rows = wanted.map(({ key }) => idsOf(key));
  const parts = columns.map((_, index) => partColumn(index)).join(', ');
  for (const list of KEY_LISTS) {
    const ofList = rows.flatMap((ids, nth) =>
      wanted[nth]!.list === list && ids.every((id) => id !== null) ? [`(${[nth, ...ids].join(', ')})`] : [],
    );
    const none = `(${['NULL', ...columns.map(() => 'NULL')].join(', ')})`;
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${selectedTable(list)} AS
       SELECT * FROM (VALUES ${ofList.join(', ') || none}) AS keys(nth, ${parts}) SEMI JOIN concentration_parts USING (${parts})`,
    );
  }
  const found = await connection.runAndReadAll(
    KEY_LISTS.map((list) => `SELECT nth::INTEGER FROM ${selectedTable(list)}`).join(' UNION ALL '),
  );
  const known = new Set(found.getRowsJS().map(([nth]) => nth));
  const unknown: UnknownKey[] = [];
  for (const [nth, { list, key }] of wanted.entries()) {
    if (known.has(nth)) continue;
    const nearest = unknown.length < MAX_NEAREST ? await nearestKey(connection, key, rows[nth]!, byColumn) : null;
    unknown.push({ list, key, nearest });
  }
  const isIn = (list: KeyList) => `(${parts}) IN (SELECT (${parts}) FROM ${selectedTable(list)})`;
  const conditions = [
    ...(lists.only === undefined ? [] : [isIn('only')]),
    ...(lists.exclude === undefined ? [] : [`NOT ${isIn('exclude')}`]),
  ];
  return { condition: conditions.join(' AND '), unknown };
}

/**
 * Moves what is not selected from `concentration_parts` to `concentration_left_out(period, entity, units, row_count)`; the
 * entity of rows without one is BLANK_ID.
 */
export async function leaveOut(
  connection: Connection,
  parts: readonly string[],
  { condition }: Selection,
): Promise<void> {
  const isLeftOut = `NOT (${condition})`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_left_out AS ${
      parts.length === 1
        ? `SELECT period, ${parts[0]} AS entity, units, row_count FROM concentration_parts WHERE ${isLeftOut}`
        : `SELECT period, coalesce(id, ${BLANK_ID}) AS entity, units, row_count
           FROM concentration_parts LEFT JOIN concentration_tuples USING (${parts.join(', ')}) WHERE ${isLeftOut}`
    }`,
  );
  await connection.run(`DELETE FROM concentration_parts WHERE ${isLeftOut}`);
}

const selectedTable = (list: KeyList) => `concentration_${list}`;

/** The names that are wanted of a column. */
interface ColumnKeys {
  /** By part of a key: the id in `concentration_parts`. */
  ids: ReadonlyMap<string, number>;
  /** By part of a key: the name of the entity it is merged into, or itself. */
  entityOf(part: string): string;
  keyOf(name: string): string;
  /** SQL of a relation with `text` and `key`. */
  relation: string;
}

async function findNames(
  connection: Connection,
  index: number,
  { column, mapping, names }: SelectedColumn,
  parts: readonly string[],
  matching: KeyMatching,
): Promise<ColumnKeys> {
  const isFolded = isKeyFolded(column, matching);
  const keyOf = isFolded ? foldSpelling : (name: string) => name;
  const relation = await keyedNames(connection, index, { column, isFolded, stored: mapping === null ? names : null });
  const merged = mapping === null ? new Map<string, string>() : entityNames(mapping, 'ENTITY', keyOf);
  const entityOf = (part: string) => merged.get(keyOf(part)) ?? part;
  const wanted = `concentration_wanted_${index}`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${wanted} (part VARCHAR, key VARCHAR)`);
  for (let start = 0; start < parts.length; start += BATCH_ROWS) {
    const batch = parts.slice(start, start + BATCH_ROWS);
    await connection.append(
      wanted,
      batch.map((part) => [part, keyOf(entityOf(part))]),
    );
  }
  const found = await connection.runAndReadAll(
    `SELECT part, id FROM ${wanted} AS wanted JOIN ${relation} AS names ON names.key = ${keySql(column, 'wanted.key')}`,
  );
  return { ids: new Map(found.getRowsJS() as [string, number][]), entityOf, keyOf, relation };
}

/** SQL of the names of the entities that occur, with their keys. */
async function keyedNames(
  connection: Connection,
  index: number,
  { column, isFolded, stored }: { column: Column; isFolded: boolean; stored: string | null },
): Promise<string> {
  const isPresent = `id IN (SELECT ${partColumn(index)} FROM concentration_parts)`;
  if (isFolded && stored !== null) return `(SELECT id, text, key FROM ${stored} WHERE ${isPresent})`;
  if (!isFolded) {
    return `(SELECT id, text, ${keySql(column, 'text')} AS key FROM ${namesTable(index)} WHERE ${isPresent})`;
  }
  const [present, keyed] = [`concentration_present_${index}`, `concentration_present_keys_${index}`];
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${present} AS SELECT id, text FROM ${namesTable(index)} WHERE ${isPresent}`,
  );
  await foldNames(connection, { from: present, to: keyed });
  return keyed;
}

/** A DOUBLE has several spellings: `1e+20` is 100000000000000000000. */
export function keySql({ dataType }: Column, text: string): string {
  return dataType === 'DOUBLE' ? `coalesce(TRY_CAST(${text} AS DOUBLE)::VARCHAR, ${text})` : text;
}

/** The key with the parts that do not occur replaced by the most similar names; null where there is none. */
async function nearestKey(
  connection: Connection,
  { parts }: EntityKey,
  ids: readonly (number | null)[],
  columns: readonly ColumnKeys[],
): Promise<EntityKey | null> {
  if (!ids.includes(null)) return null;
  const nearest: (string | null)[] = [];
  for (const [index, part] of parts.entries()) {
    if (part === null || ids[index] !== null) nearest.push(part);
    else {
      const name = await nearestName(connection, columns[index]!, part);
      if (name === null) return null;
      nearest.push(name);
    }
  }
  return { parts: nearest };
}

export async function nearestName(
  connection: Connection,
  { relation, keyOf, entityOf }: Pick<ColumnKeys, 'relation' | 'keyOf' | 'entityOf'>,
  part: string,
): Promise<string | null> {
  const key = keyOf(entityOf(part));
  const limit = Math.max(1, Math.floor(key.length * MAX_EDIT_SHARE));
  const found = await connection.runAndReadAll(
    `SELECT text FROM (
       SELECT text, damerau_levenshtein(lower(key), lower($1)) AS edits FROM ${relation}
       WHERE length(key) BETWEEN length($1) - ${limit} AND length($1) + ${limit})
     WHERE edits <= ${limit} ORDER BY edits, text LIMIT 1`,
    [key],
  );
  return (found.getRowsJS()[0]?.[0] as string | undefined) ?? null;
}
