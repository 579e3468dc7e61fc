import type { Connection } from '../../duckdb/connection.js';
import type { NormalizationOptions } from '../../model/dataset.js';
import {
  type DateHints,
  dateText,
  decideOrder,
  isMidnight,
  type OrderEvidence,
  orderProof,
  readDate,
} from '../cells/dates.js';
import type { Examined, Overview } from './column-cells.js';
import { countWhere } from './column-query.js';
import { type CollectedCells, collectCells, type Readings } from './readings.js';

export interface DateColumn {
  kind: 'DATE';
  /** Whether any cell has a time of day other than midnight. */
  hasTime: boolean;
  /** Number of cells in ISO form. */
  iso: number;
  /** Readings of the cells that are not in ISO form; null if all cells are. */
  readings: Readings | null;
  order: 'DMY' | 'MDY';
  /** Whether the order was given by the user rather than detected. */
  orderGiven: boolean;
  evidence: OrderEvidence;
  /** The cells not in ISO form that were read as dates: their number and the first one in text order. */
  parsed: { count: number; example: string | null };
}

/** Dates that DuckDB casts without conversion. */
const ISO = '[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]{1,6})?)?';

/** SQL: whether a cell is in ISO form and is a valid calendar date. */
export function isIsoDateSql(cell: string): string {
  // CASE, because AND would apply the cast to every cell, and a failed cast costs twenty times a successful one.
  return `CASE WHEN regexp_full_match(${cell}, '${ISO}') THEN try_cast(${cell} AS TIMESTAMP) IS NOT NULL ELSE false END`;
}

export async function examineDates(
  connection: Connection,
  column: Overview,
  options: NormalizationOptions,
): Promise<Examined<DateColumn>> {
  const { raw, source, trim, meaning } = column;
  const isTimed = "strlen(cell) > 10 AND try_cast(cell AS TIMESTAMP)::TIME <> TIME '00:00:00'";
  const [found] = await source.query({
    trim,
    select: [countWhere('true'), countWhere(isTimed)],
    where: isIsoDateSql('cell'),
  });
  const [iso, isoTimes] = found!.map(Number);
  const orderGiven = options.dateOrder !== undefined;
  if (iso === column.filled - column.valueMarkers) {
    const undecided = { order: 'MDY', evidence: { dayFirst: 0, monthFirst: 0, ambiguous: 0 } } as const;
    const parsed = { count: 0, example: null };
    return {
      parsed: iso!,
      reading: { kind: 'DATE', hasTime: isoTimes! > 0, iso: iso!, readings: null, orderGiven, ...undecided, parsed },
    };
  }
  const cells = await collectCells(connection, column, `NOT ${isIsoDateSql('cell')}`);
  const hints: DateHints = { named: meaning.date, yearFirst: options.dateOrder === 'YMD' };
  const { evidence, count, example, timed } = await countOrderEvidence(cells, hints);
  const hasTime = timed || isoTimes! > 0;
  const order = decideOrder(evidence, options.dateOrder);
  const readings = await cells.storeReadings(`${raw}_dates`, hasTime ? 'TIMESTAMP' : 'DATE', (text) => {
    const reading = readDate(text, hints);
    return reading && dateText(reading, order);
  });
  const parsed = { count, example };
  const reading: DateColumn = {
    kind: 'DATE',
    hasTime,
    iso: iso!,
    readings,
    order,
    orderGiven,
    evidence,
    parsed,
  };
  return { parsed: iso! + count, reading };
}

async function countOrderEvidence(cells: CollectedCells, hints: DateHints) {
  const evidence: OrderEvidence = { dayFirst: 0, monthFirst: 0, ambiguous: 0 };
  let count = 0;
  let example: string | null = null;
  let timed = false;
  await cells.visit((text, occurrences) => {
    const reading = readDate(text, hints);
    if (!reading) return;
    count += occurrences;
    if (reading.time !== null && !isMidnight(reading.time)) timed = true;
    if (example === null || text < example) example = text;
    const proof = orderProof(reading);
    if (proof) evidence[proof] += occurrences;
  });
  return { evidence, count, example, timed };
}
