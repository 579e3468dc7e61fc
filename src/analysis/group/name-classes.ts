import { LRUCache } from 'lru-cache';
import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { entityNames } from '../../entities/apply-mapping.js';
import type { EntityMatching } from '../../model/analysis.js';
import type { EntityLevel, EntityMapping } from '../../model/entity-mapping.js';
import { foldSpelling } from '../../names/fold-spelling.js';
import { BATCH_ROWS, holdsCodes } from './merge-spellings.js';

const MAX_REMEMBERED_BYTES = 32_000_000;

/** Which names of a column may be one entity, for any question about it: by a mapping, or by their folded spellings. */
export interface NameClasses {
  /** How names are compared where some are merged, and where none are. */
  matching: EntityMatching;
  /** Whether spellings differ because the names are codes: where some would be merged, none are. */
  areCodes: boolean;
  /** Of the names that may be merged, by id ascending. */
  id: Int32Array;
  /** Of each of them, its class. */
  group: Int32Array;
  /** Of each class, the id of the entity that a mapping says it is; -1 where it says nothing. */
  entity: Int32Array;
  /** Names that only the mapping has, by code point; their ids come after all others. */
  added: AddedName[];
}

interface AddedName {
  name: string;
  /** How many names of the column come before it, by code point. */
  before: number;
}

/** The column whose names are classed. */
export interface ClassedColumn {
  column: string;
  /** SQL of all rows of the version, as in FROM. */
  rows: string;
  /** SQL of its names with their keys (names/names.ts). */
  names: string;
  nameCount: number;
  canFold: boolean;
  mapping: EntityMapping | null;
  level: EntityLevel;
}

/** The classes of columns that questions were about; the least recently used are forgotten. */
export class RememberedClasses {
  private readonly classes: LRUCache<string, NameClasses>;

  constructor(maxBytes = MAX_REMEMBERED_BYTES) {
    this.classes = new LRUCache({ maxSize: maxBytes, sizeCalculation: bytesOf });
  }

  /** @param key of the version, and of the mapping if there is one */
  async of(key: string, connection: Connection, request: ClassedColumn): Promise<NameClasses> {
    const { column, canFold, level } = request;
    const whole = JSON.stringify([key, column, canFold, level]);
    const known = this.classes.get(whole);
    if (known !== undefined) return known;
    const classes = await classNames(connection, request);
    this.classes.set(whole, classes);
    return classes;
  }
}

function bytesOf({ id, entity, added }: NameClasses): number {
  return 1000 + 8 * id.length + 4 * entity.length + added.reduce((sum, { name }) => sum + 2 * name.length + 50, 0);
}

export async function classNames(connection: Connection, request: ClassedColumn): Promise<NameClasses> {
  const { names, nameCount, canFold, mapping, level } = request;
  const isFolded = canFold && (mapping === null || !(await holdsCodes(connection, request)));
  const keyOf = isFolded ? foldSpelling : (name: string) => name;
  const mapped = await mappedNames(
    connection,
    names,
    mapping === null ? new Map() : entityNames(mapping, level, keyOf),
    { keyOf, key: isFolded ? 'key' : 'text' },
  );
  const groupOf = new Map(mapped.names);
  const entity = await idsOfEntities(connection, names, nameCount, mapped.entities);
  if (isFolded) await addFolded(connection, names, groupOf, entity.ids);
  const id = Int32Array.from(groupOf.keys()).sort();
  return {
    matching: isFolded ? 'FOLDED' : 'EXACT',
    areCodes: mapping === null && id.length > 0 && (await holdsCodes(connection, request)),
    id,
    group: id.map((each) => groupOf.get(each)!),
    entity: Int32Array.from(entity.ids),
    added: entity.added,
  };
}

interface MappedEntity {
  name: string;
  /** Null where no name of the column is written like it. */
  id: number | null;
}

/** The ids of the column's names that the mapping has, each with the index of its entity. */
async function mappedNames(
  connection: Connection,
  names: string,
  entityOf: ReadonlyMap<string, string>,
  { keyOf, key }: { keyOf: (name: string) => string; key: 'key' | 'text' },
): Promise<{ names: [id: number, entity: number][]; entities: MappedEntity[] }> {
  if (entityOf.size === 0) return { names: [], entities: [] };
  const indexes = new Map<string, number>();
  const rows = [...entityOf].map(([name, entity]) => {
    const entityKey = keyOf(entity);
    const index = indexes.get(entityKey) ?? indexes.size;
    indexes.set(entityKey, index);
    return [name, entity, String(index)];
  });
  await createTable(connection, 'concentration_mapped', ['key', 'entity', 'nth'], rows);
  const found = await connection.runAndReadAll(
    `SELECT names.id, mapped.nth::INTEGER, names.text = mapped.entity, mapped.entity
     FROM ${names} AS names JOIN concentration_mapped AS mapped ON names.${key} = mapped.key`,
  );
  const entities: MappedEntity[] = [];
  const ids: [number, number][] = [];
  const used = new Map<number, number>();
  for (const [id, nth, isEntity, name] of found.getRowsJS() as [number, number, boolean, string][]) {
    let index = used.get(nth);
    if (index === undefined) {
      index = entities.push({ name, id: null }) - 1;
      used.set(nth, index);
    }
    if (isEntity) entities[index]!.id = id;
    ids.push([id, index]);
  }
  return { names: ids, entities };
}

/** Gives ids to the entities that no name of the column is written like. */
async function idsOfEntities(
  connection: Connection,
  names: string,
  nameCount: number,
  entities: readonly MappedEntity[],
): Promise<{ ids: number[]; added: AddedName[] }> {
  const ids = entities.map(({ id }) => id ?? -1);
  const missing = [...entities.entries()].filter(([, { id }]) => id === null);
  if (missing.length === 0) return { ids, added: [] };
  const rows = missing.map(([index, { name }]) => [name, String(index)]);
  await createTable(connection, 'concentration_added', ['entity', 'nth'], rows);
  const found = await connection.runAndReadAll(
    `SELECT nth::INTEGER, entity, coalesce(names.id + 1, 0)
     FROM concentration_added AS added ASOF LEFT JOIN ${names} AS names ON added.entity >= names.text ORDER BY entity`,
  );
  const added = (found.getRowsJS() as [number, string, number][]).map(([index, name, before], nth) => {
    ids[index] = nameCount + nth;
    return { name, before };
  });
  return { ids, added };
}

/** Adds the names whose folded spelling others have, unless they are mapped: then all of them are. */
async function addFolded(
  connection: Connection,
  names: string,
  groupOf: Map<number, number>,
  entities: number[],
): Promise<void> {
  const found = await connection.runAndReadAll(`SELECT id, folded FROM ${names} WHERE folded <> id`);
  const groups = new Map<number, number>();
  for (const [id, folded] of found.getRows() as [number, number][]) {
    if (groupOf.has(id)) continue;
    let group = groups.get(folded);
    if (group === undefined) {
      group = entities.push(-1) - 1;
      groups.set(folded, group);
      groupOf.set(folded, group);
    }
    groupOf.set(id, group);
  }
}

async function createTable(
  connection: Connection,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  const typed = columns.map((name) => `${name} VARCHAR`).join(', ');
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} (${typed})`);
  for (let start = 0; start < rows.length; start += BATCH_ROWS) {
    await connection.append(table, rows.slice(start, start + BATCH_ROWS));
  }
}

/** By id, the place of each name in the order of all; null where ids are places. */
export function placesOf({ added }: NameClasses, nameCount: number): Int32Array | null {
  if (added.length === 0) return null;
  const places = new Int32Array(nameCount + added.length);
  let earlier = 0;
  for (let id = 0; id < nameCount; id++) {
    while (earlier < added.length && added[earlier]!.before <= id) earlier++;
    places[id] = id + earlier;
  }
  for (const [nth, { before }] of added.entries()) places[nameCount + nth] = before + nth;
  return places;
}

/** The number of names of a column: its ids are dense. @param idColumn SQL of its ids */
export async function countNames(connection: Connection, rows: string, idColumn: string): Promise<number> {
  const [most = 0] = await numbersOf(connection, `SELECT coalesce(max(${idColumn}) + 1, 0) FROM ${rows}`);
  return most;
}
