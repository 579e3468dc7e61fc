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
import { counted } from './column-query.js';
import { type CollectedCells, collectCells, type Readings } from './readings.js';

export interface DateColumn {
  kind: 'DATE';
  /** Some cell has a time of day that is not midnight. */
  hasTime: boolean;
  /** Cells in ISO form. */
  iso: number;
  /** Of the cells that are not in ISO form; null where all are. */
  readings: Readings | null;
  order: 'DMY' | 'MDY';
  /** The order is the user's, not ours. */
  orderGiven: boolean;
  evidence: OrderEvidence;
  /** Cells not in ISO form that were read as dates, and the first of them by text. */
  parsed: { count: number; example: string | null };
}

/** Dates that DuckDB casts as they are. */
const ISO = '[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]{1,6})?)?';

/** SQL: whether a cell has ISO form and is a day of the calendar. */
export function isIsoDateSql(cell: string): string {
  // CASE, since AND would try the cast on every cell, and a cast that fails costs twenty times one that does not.
  return `CASE WHEN regexp_full_match(${cell}, '${ISO}') THEN try_cast(${cell} AS TIMESTAMP) IS NOT NULL ELSE false END`;
}

export async function examineDates(
  connection: Connection,
  column: Overview,
  options: NormalizationOptions,
): Promise<Examined<DateColumn>> {
  const { raw, source, trim, meaning } = column;
  const isTimed = "strlen(cell) > 10 AND try_cast(cell AS TIMESTAMP)::TIME <> TIME '00:00:00'";
  const [found] = await source.ask({
    trim,
    select: [counted('true'), counted(isTimed)],
    where: isIsoDateSql('cell'),
  });
  const [iso, isoTimes] = found!.map(Number);
  const orderGiven = options.dateOrder !== undefined;
  if (iso === column.filled - column.valueMarkers) {
    const settled = { order: 'MDY', evidence: { dayFirst: 0, monthFirst: 0, ambiguous: 0 } } as const;
    const parsed = { count: 0, example: null };
    return {
      parsed: iso!,
      reading: { kind: 'DATE', hasTime: isoTimes! > 0, iso: iso!, readings: null, orderGiven, ...settled, parsed },
    };
  }
  const cells = await collectCells(connection, column, `NOT ${isIsoDateSql('cell')}`);
  const hints: DateHints = { named: meaning.date, yearFirst: options.dateOrder === 'YMD' };
  const { evidence, count, example, timed } = await weighOrders(cells, hints);
  const hasTime = timed || isoTimes! > 0;
  const order = decideOrder(evidence, options.dateOrder);
  const readings = await cells.keepReadings(`${raw}_dates`, hasTime ? 'TIMESTAMP' : 'DATE', (text) => {
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

async function weighOrders(cells: CollectedCells, hints: DateHints) {
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
