import type { Connection } from '../../duckdb/connection.js';
import { mayBeFiscal, type PeriodHints, provesFiscal, readPeriod } from '../../period/read-period.js';
import type { Examined, Overview } from './column-cells.js';
import { collectCells, type Readings } from './readings.js';

/** A column of periods, normalized to their keys. */
export interface PeriodColumn {
  kind: 'PERIOD';
  readings: Readings;
  /** The kinds of periods that occur. */
  grains: { year: boolean; quarter: boolean; month: boolean };
  parsed: { count: number; example: string | null };
}

export async function examinePeriods(connection: Connection, column: Overview): Promise<Examined<PeriodColumn>> {
  const cells = await collectCells(connection, column, 'true');
  const hints: PeriodHints = { bareYear: column.meaning.period, compact: column.meaning.period, fiscal: false };
  let allMayBeFiscal = column.meaning.year;
  await cells.visit((cell) => {
    if (provesFiscal(cell)) hints.fiscal = true;
    if (!mayBeFiscal(cell)) allMayBeFiscal = false;
  });
  // Under a header that names a year, 2009-10 and 2010-11 are years, not months.
  hints.fiscal ||= allMayBeFiscal;
  const grains = { year: false, quarter: false, month: false };
  let count = 0;
  let example: string | null = null;
  await cells.visit((cell, occurrences) => {
    const key = readPeriod(cell, hints);
    if (!key) return;
    count += occurrences;
    if (example === null || cell < example) example = cell;
    grains[key[5] === 'Q' ? 'quarter' : key[5] === 'M' ? 'month' : 'year'] = true;
  });
  const readings = await cells.storeReadings(`${column.raw}_periods`, 'VARCHAR', (cell) => readPeriod(cell, hints));
  return {
    parsed: count,
    reading: { kind: 'PERIOD', readings, grains, parsed: { count, example } },
  };
}
