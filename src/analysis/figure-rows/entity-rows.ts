import type { Connection } from '../../duckdb/connection.js';
import { quoteIdentifier } from '../../duckdb/quote.js';
import { entityNames } from '../../entities/apply-mapping.js';
import { BLANK_ENTITY, type EntityKey } from '../../model/analysis.js';
import type { EntityLevel, EntityMapping } from '../../model/entity-mapping.js';
import type { Column } from '../../model/schema.js';
import { foldNames } from '../../names/fold-names.js';
import { foldSpelling } from '../../names/fold-spelling.js';
import { idColumn } from '../../names/names.js';
import { nameSql } from '../group/entity-names.js';
import { keySql, nearestName } from '../group/select-entities.js';
import { isKeyFolded, type KeyMatching } from '../parameters/entity-keys.js';

/** The most rows that one append takes. */
const BATCH_ROWS = 2048;

export interface KeyedColumn {
  column: Column;
  mapping: EntityMapping | null;
  /** SQL of the column's names with their keys, where the rows have ids of its texts (names/names.ts). */
  names: string | null;
}

export interface EntityRowsRequest extends KeyMatching {
  /** What the names of temporary tables begin with: those of two requests on a connection must differ. */
  tables: string;
  columns: readonly KeyedColumn[];
  level: EntityLevel;
  /** Whether the name `(blank)` means rows without an entity. */
  isBlankEntity: boolean;
  /** SQL of all rows of the version, as in FROM. */
  rows: string;
}

/** Keys of entities, as SQL conditions on a row. */
export interface EntityRows {
  /** SQL of the rows of `source` that count for an entity, as in FROM; the source has the columns of the Parquet. */
  ofEntity(source: string, key: EntityKey): string;
  /** SQL to append to the rows in FROM. */
  joins: string;
  /** SQL: whether a row counts for one of the entities, each of which is among the keys given to entityRows(). */
  isOneOf(keys: readonly EntityKey[]): string;
  /** The first part of a key that no cell of its column counts for, in any row of the version. */
  unknownPart(key: EntityKey): Promise<UnknownPart | null>;
}

export interface UnknownPart {
  index: number;
  /** The most similar name. */
  nearest: string | null;
}

/** In place of the index of an entity: a blank cell, and the names of all other entities. */
const BLANK = -1;
const OTHER = -2;

/**
 * The rows that count for entities, without grouping them: the same rule as select-entities.ts, on cells instead of groups. A
 * key means the entity that its names are merged into; it is in the normal form of entity-keys.ts.
 */
export async function entityRows(
  connection: Connection,
  keys: readonly EntityKey[],
  request: EntityRowsRequest,
): Promise<EntityRows> {
  const { columns, isBlankEntity, tables } = request;
  const namesTable = (index: number) => namesTableOf(tables, index);
  const wanted: WantedEntities[] = [];
  for (const [index, column] of columns.entries()) {
    const parts = keys.flatMap(({ parts }) => parts[index] ?? (isBlankEntity ? [BLANK_ENTITY] : []));
    wanted.push(await findNames(connection, index, column, parts, request));
  }
  const joins = columns.map(
    (column, index) =>
      ` LEFT JOIN ${namesTable(index)} AS ${tables}_${index} ON ${tables}_${index}.name = ${valueSql(column)}`,
  );
  const entities = columns.map((column, index) => {
    const blank = isBlankEntity ? (wanted[index]!.blank ?? OTHER) : BLANK;
    return `CASE WHEN ${valueSql(column)} IS NULL THEN ${blank} ELSE coalesce(${tables}_${index}.wanted, ${OTHER}) END`;
  });
  const indexOf = (part: string | null, index: number) =>
    part === null && !isBlankEntity ? BLANK : wanted[index]!.byPart.get(part ?? BLANK_ENTITY)!;
  const isCounted = (part: string | null, index: number) => {
    const value = valueSql(columns[index]!);
    const entity = indexOf(part, index);
    if (entity === BLANK) return `${value} IS NULL`;
    const isName = `${value} IN (SELECT name FROM ${namesTable(index)} WHERE wanted = ${entity})`;
    return isBlankEntity && entity === wanted[index]!.blank ? `(${value} IS NULL OR ${isName})` : isName;
  };
  return {
    ofEntity: (source, { parts }) => `(SELECT * FROM ${source} WHERE ${parts.map(isCounted).join(' AND ')})`,
    joins: joins.join(''),
    isOneOf(list) {
      if (list.length === 0) return 'false';
      const tuples = list.map(({ parts }) => parts.map(indexOf).join(', '));
      if (columns.length === 1) return `${entities[0]} IN (${tuples.join(', ')})`;
      return `(${entities.join(', ')}) IN (VALUES ${tuples.map((tuple) => `((${tuple}))`).join(', ')})`;
    },
    async unknownPart({ parts }) {
      for (const [index, part] of parts.entries()) {
        if (part === null || (isBlankEntity && indexOf(part, index) === wanted[index]!.blank)) continue;
        const found = await connection.runAndReadAll(
          `SELECT count(*) = 0 FROM ${namesTable(index)} WHERE wanted = ${indexOf(part, index)}`,
        );
        if (found.getRows()[0]?.[0] !== true) continue;
        return { index, nearest: await nearestName(connection, wanted[index]!, part) };
      }
      return null;
    },
  };
}

const namesTableOf = (tables: string, index: number) => `${tables}_names_${index}`;

/** SQL of what a row's name is known by: its id where there are ids, else its text. */
function valueSql({ column, names }: KeyedColumn): string {
  return names === null ? keySql(column, nameSql(column)) : quoteIdentifier(idColumn(column.name));
}

/** The entities that are wanted of a column, by index. */
interface WantedEntities {
  byPart: ReadonlyMap<string, number>;
  /** Of the entity that the name `(blank)` counts for; undefined where it is not wanted. */
  blank: number | undefined;
  /** For the most similar name (select-entities.ts). */
  relation: string;
  keyOf(name: string): string;
  entityOf(part: string): string;
}

/** Makes the table namesTableOf() `(name, wanted)`: the ids or texts that count for a wanted entity, each once. */
async function findNames(
  connection: Connection,
  index: number,
  keyed: KeyedColumn,
  parts: readonly string[],
  request: EntityRowsRequest,
): Promise<WantedEntities> {
  const { column, mapping, names } = keyed;
  const isFolded = isKeyFolded(column, request);
  const keyOf = isFolded ? foldSpelling : (name: string) => name;
  const mergedNames = mapping === null ? new Map<string, string>() : entityNames(mapping, 'ENTITY', keyOf);
  const shownNames = mapping === null ? mergedNames : entityNames(mapping, request.level, keyOf);
  const entityOf = (key: string) => keyOf(shownNames.get(key) ?? key);

  const entities = new Map<string, number>();
  const byPart = new Map<string, number>();
  for (const part of parts) {
    const entity = keyOf(mergedNames.get(keyOf(part)) ?? part);
    if (!entities.has(entity)) entities.set(entity, entities.size);
    byPart.set(part, entities.get(entity)!);
  }
  const rows = [...new Set([...entities.keys(), ...shownNames.keys()])].flatMap((key) => {
    const entity = entities.get(entityOf(key));
    return entity === undefined ? [] : [[key, String(entity)]];
  });
  const wanted = `${request.tables}_wanted_${index}`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${wanted} (key VARCHAR, wanted VARCHAR)`);
  for (let start = 0; start < rows.length; start += BATCH_ROWS) {
    await connection.append(wanted, rows.slice(start, start + BATCH_ROWS));
  }
  const relation = names ?? (await textsOf(connection, index, keyed, isFolded, request));
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${namesTableOf(request.tables, index)} AS
     SELECT ${names === null ? 'text' : 'id'} AS name, wanted::INTEGER AS wanted
     FROM ${relation} AS names
     JOIN ${wanted} AS wanted ON names.${isFolded ? 'key' : 'text'} = ${keySql(column, 'wanted.key')}`,
  );
  return {
    byPart,
    blank: entities.get(entityOf(keyOf(BLANK_ENTITY))),
    relation: isFolded ? relation : `(SELECT text, text AS key FROM ${relation})`,
    keyOf,
    entityOf: (part) => mergedNames.get(keyOf(part)) ?? part,
  };
}

/** SQL of the distinct texts of a column without ids, with their keys where they are compared by these. */
async function textsOf(
  connection: Connection,
  index: number,
  keyed: KeyedColumn,
  isFolded: boolean,
  { rows, tables }: EntityRowsRequest,
): Promise<string> {
  const texts = `${tables}_texts_${index}`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${texts} AS
     SELECT DISTINCT ${valueSql(keyed)} AS text FROM ${rows} WHERE ${quoteIdentifier(keyed.column.name)} IS NOT NULL`,
  );
  if (!isFolded) return texts;
  await foldNames(connection, { from: texts, to: `${texts}_folded` });
  return `${texts}_folded`;
}
