import type { Connection } from '../../duckdb/connection.js';
import { quoteText } from '../../duckdb/quote.js';
import type { ComparedEntity, ComparedOrder, Presence } from '../../model/comparison.js';
import { readUnit } from '../entity-list/ranking-file.js';
import { amountOf } from '../shares/amount.js';
import { comparedAmount, comparedNumber, comparedShare } from './figures.js';
import type { JoinedPeriod } from './join-rankings.js';

/** Entities without a change of the kind come last; equal ones by rank. */
export const ORDERS = {
  SHARE_CHANGE: 'share_change DESC NULLS LAST, place',
  VALUE_CHANGE: 'value_change DESC, place',
  RANK_CHANGE: 'rank_change DESC NULLS LAST, least(rank, other_rank), place',
  LARGEST: 'place',
  NAME: 'entity, place',
} satisfies Record<ComparedOrder, string>;

/** SQL over a row. */
export const PRESENCES = {
  BOTH: 'rank IS NOT NULL AND other_rank IS NOT NULL',
  THIS_ONLY: 'other_rank IS NULL',
  OTHER_ONLY: 'rank IS NULL',
} satisfies Record<Presence, string>;

/** Columns of a comparison that readCompared() reads, before the parts. */
export const COMPARED_COLUMNS = ['entity', 'rank', 'other_rank', 'units', 'unit', 'other_units', 'other_unit'] as const;

type Values = [
  entity: string,
  rank: number | null,
  otherRank: number | null,
  units: string | null,
  unit: string | null,
  otherUnits: string | null,
  otherUnit: string | null,
  ...parts: (string | null)[],
];

/** Of several columns of `groupBy`. */
export function partColumns(partCount: number): string[] {
  return Array.from({ length: partCount }, (_, index) => `part_${index}`);
}

export interface ComparedShape {
  /** 0 where an entity is the value of one column. */
  partCount: number;
  isBlank(entity: string): boolean;
}

/** @param values of COMPARED_COLUMNS, then the parts */
export function readCompared(
  values: readonly unknown[],
  { totalExact, otherTotalExact }: JoinedPeriod,
  { isBlank }: Pick<ComparedShape, 'isBlank'>,
): ComparedEntity {
  const [entity, rank, otherRank, units, unit, otherUnits, otherUnit, ...parts] = values as Values;
  const exact = (whole: string | null, of: string | null) =>
    whole === null ? null : amountOf(BigInt(whole), readUnit(of ?? '1/1')).exact;
  const [value, other] = [exact(units, unit), exact(otherUnits, otherUnit)];
  return {
    entity,
    ...(isBlank(entity) ? { parts: [null] } : parts.length === 0 ? {} : { parts }),
    presence: rank === null ? 'OTHER_ONLY' : otherRank === null ? 'THIS_ONLY' : 'BOTH',
    rank: comparedNumber(rank, otherRank),
    value: comparedAmount(value, other),
    share: comparedShare({ value, total: totalExact }, { value: other, total: otherTotalExact }),
  };
}

export interface ComparedQuery {
  /** SQL of the comparison, as in FROM. */
  from: string;
  /** SQL conditions, all of which hold. */
  conditions: readonly string[];
  values?: string[];
  orderBy: ComparedOrder;
  limit: number;
  offset?: number;
}

/** Some entities of one period. */
export async function selectCompared(
  connection: Connection,
  { from, conditions, values = [], orderBy, limit, offset = 0 }: ComparedQuery,
  period: JoinedPeriod,
  shape: ComparedShape,
): Promise<ComparedEntity[]> {
  const columns = [...COMPARED_COLUMNS, ...partColumns(shape.partCount)];
  const found = await connection.runAndReadAll(
    `SELECT ${columns.join(', ')} FROM ${from} WHERE ${conditions.join(' AND ')}
     ORDER BY ${ORDERS[orderBy]} LIMIT ${limit} OFFSET ${offset}`,
    values,
  );
  return found.getRowsJS().map((row) => readCompared(row, period, shape));
}

/** Writes the table `compared` of joinRankings() as Parquet, by period and place. */
export async function writeCompared(connection: Connection, path: string): Promise<void> {
  await connection.run(
    `COPY (SELECT * FROM compared ORDER BY period, place)
     TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
  );
}
