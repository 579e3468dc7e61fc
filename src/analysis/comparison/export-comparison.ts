import { csvCell } from '../../artifact/csv-cell.js';
import { withoutFormulas } from '../../artifact/formula-text.js';
import { writeParquetOfCsv } from '../../artifact/parquet-of-csv.js';
import type { Connection } from '../../duckdb/connection.js';
import { parquetSql } from '../../duckdb/quote.js';
import type { Analysis } from '../../model/analysis.js';
import { sync } from '../../storage/durable.js';
import { writeLines } from '../../storage/write-lines.js';
import { COMPARED_COLUMNS, type ComparedShape, partColumns, readCompared } from './compared-entities.js';

export interface ComparisonExport {
  /** Path of what writeCompared() wrote. */
  compared: string;
  analysis: Analysis;
  shape: ComparedShape;
}

/** The columns with their types in Parquet; those of the parts come after `entity`. */
const COLUMNS = {
  period: 'VARCHAR',
  entity: 'VARCHAR',
  presence: 'VARCHAR',
  rank: 'INTEGER',
  other_rank: 'INTEGER',
  rank_difference: 'INTEGER',
  value: 'VARCHAR',
  other_value: 'VARCHAR',
  value_difference: 'VARCHAR',
  share: 'DOUBLE',
  other_share: 'DOUBLE',
  share_difference: 'DOUBLE',
} as const;
/** Behind the others, where periods are compared by their positions. */
const OTHER_PERIOD = 'other_period';

/**
 * Writes every entity of either side in every period, by time and rank, TOTAL last: RFC 4180 with LF, UTF-8 without BOM,
 * values exact, shares in percent, differences of shares in points. What a side does not have is empty.
 */
export async function writeComparisonCsv(
  connection: Connection,
  path: string,
  request: ComparisonExport,
): Promise<void> {
  await writeCsv(connection, path, { ...request, textOf: withoutFormulas });
}

/** The same rows with types and texts as they are; values as exact decimals, in VARCHAR. */
export async function writeComparisonParquet(
  connection: Connection,
  path: string,
  request: ComparisonExport,
): Promise<void> {
  const types = columnsOf(request).map((name) => [name, (COLUMNS as Record<string, string>)[name] ?? 'VARCHAR']);
  await writeParquetOfCsv(
    connection,
    path,
    (csv) => writeCsv(connection, csv, { ...request, textOf: (text) => text }),
    { types: Object.fromEntries(types), selected: '*' },
  );
}

async function writeCsv(
  connection: Connection,
  path: string,
  { compared, analysis, shape, textOf }: ComparisonExport & { textOf(text: string): string },
): Promise<void> {
  const { comparison } = analysis;
  const periods = comparison ? [...comparison.byPeriod, comparison.total] : [];
  const text = (value: string | null | undefined) => (value == null ? '' : csvCell(textOf(value)));
  const isByPosition = hasOtherPeriods(analysis);
  const columns = ['period', ...COMPARED_COLUMNS, ...partColumns(shape.partCount)];
  await writeLines(path, async (write) => {
    await write(`${columnsOf({ shape, analysis }).join(',')}\n`);
    await connection.stream(
      `SELECT ${columns.join(', ')} FROM ${parquetSql(compared)} ORDER BY period, place`,
      async (chunks) => {
        for await (const chunk of chunks) {
          const lines = chunk.getRows().map(([number, ...values]) => {
            const period = periods[number as number]!;
            const totals = { totalExact: period.total.valueExact, otherTotalExact: period.total.otherExact };
            const { entity, parts, presence, rank, value, share } = readCompared(values, totals, shape);
            const cells = [
              period.period,
              text(entity),
              ...(shape.partCount === 0 ? [] : (parts ?? []).map(text)),
              presence,
              rank.value,
              rank.other,
              rank.difference,
              value.valueExact,
              value.otherExact,
              value.differenceExact,
              share.value,
              share.other,
              share.difference,
              ...(isByPosition ? [period.otherPeriod ?? period.period] : []),
            ];
            return `${cells.map((cell) => cell ?? '').join(',')}\n`;
          });
          await write(lines.join(''));
        }
      },
    );
  });
  await sync(path);
}

function columnsOf({ shape, analysis }: Pick<ComparisonExport, 'shape' | 'analysis'>): string[] {
  const [period, entity, ...others] = Object.keys(COLUMNS) as [string, string, ...string[]];
  const parts = Array.from({ length: shape.partCount }, (_, index) => `entity_${index + 1}`);
  return [period, entity, ...parts, ...others, ...(hasOtherPeriods(analysis) ? [OTHER_PERIOD] : [])];
}

function hasOtherPeriods({ parameters }: Analysis): boolean {
  return parameters.compareWith?.isByPosition ?? false;
}
