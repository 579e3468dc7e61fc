import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from '../duckdb/quote.js';
import { readPeriod } from '../period/read-period.js';
import { sampleColumns } from './columns/sample.js';
import type { RawTable } from './raw-table.js';

/** Fewer period columns than this are columns, not a wide table (SEMANTICS.md §1, "wide tables"). */
const FEWEST_PERIODS = 3;

/**
 * A wide table, three or more numeric columns headed by periods (`2019`, `Q1_2024`, `Jan-24`, `2024-03`), as rows:
 * the other columns, then `period` and `value`. Row order is that of the file, periods within a row by column. A cell
 * that is blank stays a row with a blank value, so that cells in equal cells out.
 */
export async function unpivot(connection: DuckDBConnection, raw: RawTable): Promise<RawTable> {
  const periods = await periodColumns(connection, raw);
  if (periods.length < FEWEST_PERIODS) return raw;
  const kept = raw.headers.flatMap((header, at) =>
    periods.some((period) => period.at === at) ? [] : [{ header, at }],
  );
  const columns = kept.map(({ at }, index) => `c${at + 1} AS c${index + 1}`);
  const keys = periods.map(({ key }) => quoteText(key)).join(', ');
  const values = periods.map(({ at }) => `c${at + 1}`).join(', ');
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE long AS
     SELECT ${[...columns, `unnest([${keys}]) AS c${kept.length + 1}`, `unnest([${values}]) AS c${kept.length + 2}`].join(', ')},
            ${raw.sourceRow} AS source_row
     FROM ${raw.table}`,
  );
  await connection.run(`DROP TABLE ${raw.table}`);
  const [first, last] = [periods[0]!.key, periods.at(-1)!.key];
  const message = `${periods.length} columns headed by periods (${first} to ${last}) became the rows of "period" and "value". Say unpivot: false to keep them as columns.`;
  return {
    ...raw,
    table: 'long',
    headers: [...kept.map(({ header }) => header), 'period', 'value'],
    rowCount: raw.rowCount * periods.length,
    sourceRow: 'source_row',
    warnings: [...raw.warnings, { code: 'UNPIVOTED', message, column: 'period', count: periods.length }],
  };
}

async function periodColumns(connection: DuckDBConnection, raw: RawTable): Promise<{ at: number; key: string }[]> {
  const headed = raw.headers.flatMap((header, at) => {
    const key = readPeriod(header.trim().replaceAll('_', '-'), { bareYear: true, compact: true, fiscal: false });
    return key ? [{ at, key }] : [];
  });
  if (headed.length < FEWEST_PERIODS) return [];
  const samples = await sampleColumns(connection, raw);
  // A year without a single value yet (the last of an export) is a period as well, if others have numbers.
  const fits = ({ at }: { at: number }) => samples[at]!.candidates.has('NUMBER') || samples[at]!.first.length === 0;
  const numeric = headed.filter(({ at }) => samples[at]!.candidates.has('NUMBER'));
  return numeric.length < FEWEST_PERIODS ? [] : headed.filter(fits);
}
