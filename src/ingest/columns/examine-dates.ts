import type { Connection } from '../../duckdb/connection.js';
import type { NormalizationOptions } from '../../model/dataset.js';
import { isBuddhistYear } from '../../period/calendars.js';
import {
  addEvidence,
  type DateHints,
  dateText,
  decideOrder,
  isMidnight,
  NO_EVIDENCE,
  type OrderEvidence,
  readDate,
  yearRead,
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
  /** Number of cells in ISO form whose day is above 12, so that day and month cannot have been swapped. */
  isoAbove12: number;
  /** Whether the years were converted from the Buddhist era. */
  buddhist: boolean;
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
    select: ['true', isTimed, "cell[9:10] > '12'", "cell[:4] BETWEEN '2443' AND '2643'"].map(countWhere),
    where: isIsoDateSql('cell'),
  });
  const [iso, isoTimes, isoAbove12, isoBuddhist] = found!.map(Number) as [number, number, number, number];
  const orderGiven = options.dateOrder !== undefined;
  if (iso === column.filled - column.valueMarkers && isoBuddhist * 2 <= iso) {
    const undecided = { order: 'MDY', evidence: NO_EVIDENCE } as const;
    const parsed = { count: 0, example: null };
    const reading: DateColumn = {
      kind: 'DATE',
      hasTime: isoTimes > 0,
      iso,
      isoAbove12,
      buddhist: false,
      readings: null,
      orderGiven,
      ...undecided,
      parsed,
    };
    return { parsed: iso, reading };
  }
  const cells = await collectCells(connection, column, isoBuddhist * 2 > iso ? 'true' : `NOT ${isIsoDateSql('cell')}`);
  const isoCast = isoBuddhist * 2 > iso ? 0 : iso;
  const hints: DateHints = {
    named: meaning.date,
    timed: meaning.time,
    yearFirst: options.dateOrder === 'YMD',
    buddhist: isoBuddhist * 2 > iso,
  };
  let counted = await countOrderEvidence(cells, hints);
  if (!hints.buddhist && counted.buddhist * 2 > counted.count + isoCast) {
    hints.buddhist = true;
    counted = await countOrderEvidence(cells, hints);
  }
  const { evidence, count, example, timed } = counted;
  const hasTime = timed || (isoCast > 0 && isoTimes > 0);
  const order = decideOrder(evidence, options.dateOrder);
  const readings = await cells.storeReadings(`${raw}_dates`, hasTime ? 'TIMESTAMP' : 'DATE', (text) => {
    const reading = readDate(text, hints);
    return reading && dateText(reading, order);
  });
  const reading: DateColumn = {
    kind: 'DATE',
    hasTime,
    iso: isoCast,
    isoAbove12,
    buddhist: hints.buddhist ?? false,
    readings,
    order,
    orderGiven,
    evidence,
    parsed: { count, example },
  };
  return { parsed: isoCast + count, reading };
}

async function countOrderEvidence(cells: CollectedCells, hints: DateHints) {
  const evidence: OrderEvidence = { ...NO_EVIDENCE };
  let count = 0;
  let example: string | null = null;
  let timed = false;
  let buddhist = 0;
  await cells.visit((text, occurrences) => {
    const reading = readDate(text, hints);
    if (!reading) return;
    count += occurrences;
    if (reading.time !== null && !isMidnight(reading.time)) timed = true;
    if (example === null || text < example) example = text;
    if (isBuddhistYear(yearRead(reading))) buddhist += occurrences;
    addEvidence(evidence, reading, occurrences);
  });
  return { evidence, count, example, timed, buddhist };
}
