import type { Connection } from '../../duckdb/connection.js';
import { parquetSql } from '../../duckdb/quote.js';
import { entityNames } from '../../entities/apply-mapping.js';
import { type Analysis, BLANK_ENTITY, type EntityHistory, type EntityKey } from '../../model/analysis.js';
import type { EntityMapping } from '../../model/entity-mapping.js';
import { foldSpelling } from '../../names/fold-spelling.js';
import { PARTS_SEPARATOR } from '../group/parts-separator.js';
import { isKeyFolded, normalKey } from '../parameters/entity-keys.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import { describeRow, type RankedRow, type RankingShape, rankedColumns, readRow } from './ranked-entity.js';

/**
 * One entity in each period and in total; null where the analysis does not have it.
 * @param path of the ranking file (ranking-file.ts)
 * @throws INVALID_INPUT where the key has another number of parts than `groupBy`
 */
export async function readHistory(
  connection: Connection,
  path: string,
  analysis: Analysis,
  { key, request, mappings, shape }: HistoryRequest,
): Promise<EntityHistory | null> {
  const { groupBy } = request;
  const matching = { entityMatching: request.parameters.entityMatching, codes: request.codes };
  const { parts } = normalKey(groupBy, key, matching, 'key');
  const keysOf = groupBy.map((column) => (isKeyFolded(column, matching) ? foldSpelling : (name: string) => name));
  const wanted = parts.map((part, index) => {
    const [mapping, keyOf] = [mappings[index], keysOf[index]!];
    return part === null || mapping == null ? part : (entityNames(mapping, 'ENTITY', keyOf).get(keyOf(part)) ?? part);
  });
  const isWanted = (row: RankedRow) => {
    const values = shape.isBlank(row.entity) ? [null] : row.parts.length === 0 ? [row.entity] : row.parts;
    return values.every((value, index) => {
      const part = wanted[index] ?? null;
      return value === null || part === null ? value === part : keysOf[index]!(value) === keysOf[index]!(part);
    });
  };
  const file = parquetSql(path);
  const select = `SELECT ${rankedColumns(shape).join(', ')} FROM ${file}`;
  const rowsOf = async (condition: string, values: string[] = []) =>
    (await connection.runAndReadAll(`${select} WHERE ${condition}`, values))
      .getRowsJS()
      .map((row) => readRow(row, shape));
  const name = wanted.map((part) => part ?? BLANK_ENTITY).join(PARTS_SEPARATOR);
  const total = analysis.byPeriod.length;
  const found = (await rowsOf(`nth = ${total} AND key = $1`, [foldSpelling(name)])).find(isWanted);
  if (found === undefined) return null;
  const rows = await rowsOf(`id = ${found.id}`);
  const byNth = new Map(rows.map((row) => [row.nth, row]));
  const periods = [...analysis.byPeriod, analysis.total].map((period, nth) => {
    const row = byNth.get(nth);
    return { period: period.period, entity: row ? describeRow(row, period, shape) : null };
  });
  const { entity, parts: shown } = periods.at(-1)!.entity!;
  return {
    entity,
    ...(shown === undefined ? {} : { parts: shown }),
    total: periods.at(-1)!,
    byPeriod: periods.slice(0, -1),
  };
}

export interface HistoryRequest {
  key: EntityKey;
  request: ResolvedRequest;
  /** Of each column of `groupBy`. */
  mappings: readonly (EntityMapping | null)[];
  shape: RankingShape;
}
