import { type AnalysisRequest, BLANK_ENTITY, type EntityKey, type EntityMatching } from '../../model/analysis.js';
import { canonicalJson } from '../../model/canonical-json.js';
import { ConcentricError } from '../../model/errors.js';
import type { Column } from '../../model/schema.js';
import { foldSpelling } from '../../names/fold-spelling.js';
import { isFolded, normalValue } from '../filter/filter-values.js';

/** In `only` and `exclude`, each. */
const MAX_KEYS = 1000;

/** The lists of a request that select entities. */
export const KEY_LISTS = ['only', 'exclude'] as const;
export type KeyList = (typeof KEY_LISTS)[number];

/** How the texts of the columns of `groupBy` are compared. */
export interface KeyMatching {
  entityMatching?: EntityMatching | null;
  /** Names of columns that hold codes, which are compared exactly (merge-spellings.ts). */
  codes: ReadonlySet<string>;
}

/** Whether the entities of a column are compared by their folded spellings. */
export function isKeyFolded(column: Column, { entityMatching, codes }: KeyMatching): boolean {
  return entityMatching !== 'EXACT' && isFolded(column) && !codes.has(column.name);
}

/**
 * The normal form of `only` and `exclude`: keys that select the same entities are the same, each is listed once, and the
 * lists are sorted. A list that changes nothing is left out.
 * @throws INVALID_INPUT with the place in the input as `argument`: `exclude[2].parts`
 */
export function normalKeyLists(
  groupBy: readonly Column[],
  request: Pick<AnalysisRequest, KeyList>,
  matching: KeyMatching,
): Partial<Record<KeyList, EntityKey[]>> {
  const lists: Partial<Record<KeyList, EntityKey[]>> = {};
  for (const list of KEY_LISTS) {
    const keys = request[list];
    if (keys == null || (list === 'exclude' && keys.length === 0)) continue;
    if (keys.length === 0) {
      throw invalid(list, 'names no entity, so nothing would be left. Name at least one, or leave it out.', { got: 0 });
    }
    if (keys.length > MAX_KEYS) {
      throw invalid(list, `names ${keys.length} entities; at most ${MAX_KEYS} are allowed.`, { max: MAX_KEYS });
    }
    lists[list] = distinct(keys.map((key, index) => normalKey(groupBy, key, matching, `${list}[${index}]`)));
  }
  return lists;
}

/** Whether the rows without an entity are selected, apart or as one entity. */
export function selectsBlanks(lists: Partial<Record<KeyList, EntityKey[]>>, isBlankEntity: boolean): boolean {
  const isBlank = ({ parts }: EntityKey) =>
    parts.every((part) => part === null || (isBlankEntity && part === BLANK_ENTITY));
  return (lists.only?.some(isBlank) ?? true) && !(lists.exclude?.some(isBlank) ?? false);
}

/** @param argument where the key is in the input, for errors */
export function normalKey(
  groupBy: readonly Column[],
  { parts }: EntityKey,
  matching: KeyMatching,
  argument: string,
): EntityKey {
  if (parts.length !== groupBy.length) {
    const expected = groupBy.map(({ name }) => name).join(', ');
    const values = groupBy.length === 1 ? 'one value, for' : `${groupBy.length} values, for`;
    throw invalid(`${argument}.parts`, `has ${parts.length}: expected ${values} ${expected}. Null is a blank cell.`, {
      expected: groupBy.length,
      got: parts.length,
    });
  }
  return { parts: groupBy.map((column, index) => normalPart(column, parts[index] ?? null, matching)) };
}

/** A value that the column cannot hold stays as it is: no entity has it. */
function normalPart(column: Column, part: string | null, matching: KeyMatching): string | null {
  if (part === null) return null;
  if (column.dataType === 'STRING') return isKeyFolded(column, matching) ? foldSpelling(part) : part;
  const read = normalValue(column, part);
  if ('expected' in read) return part.trim();
  if (column.dataType !== 'TIMESTAMP') return read.value;
  // As DuckDB writes it, which names the entity.
  return read.value.length === 'YYYY-MM-DD'.length ? `${read.value} 00:00:00` : read.value.replace('T', ' ');
}

function distinct(keys: readonly EntityKey[]): EntityKey[] {
  const byText = new Map(keys.map((key) => [canonicalJson(key), key]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
}

function invalid(argument: string, message: string, details: Readonly<Record<string, unknown>>): ConcentricError {
  return new ConcentricError('INVALID_INPUT', `"${argument}" ${message}`, { argument, ...details });
}
