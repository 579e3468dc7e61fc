import { csvCell } from '../../artifact/csv-cell.js';
import { withoutFormulas } from '../../artifact/formula-text.js';
import { writeParquetOfCsv } from '../../artifact/parquet-of-csv.js';
import type { Connection } from '../../duckdb/connection.js';
import { parquetSql, quoteIdentifier } from '../../duckdb/quote.js';
import type { Analysis } from '../../model/analysis.js';
import { sync } from '../../storage/durable.js';
import { writeLines } from '../../storage/write-lines.js';
import { describeRow, type RankingShape, rankedColumns, readRow } from './ranked-entity.js';

export interface ExportRequest {
  /** Of the ranking file (ranking-file.ts). */
  ranking: string;
  analysis: Analysis;
  shape: RankingShape;
}

/**
 * Writes all entities of all periods, by time and rank, TOTAL last: RFC 4180 with LF, UTF-8 without BOM, `value` exact,
 * shares in percent. Texts that a spreadsheet would run are written so that it shows them.
 */
export async function writeEntitiesCsv(connection: Connection, path: string, request: ExportRequest): Promise<void> {
  await writeCsv(connection, path, { ...request, textOf: withoutFormulas });
}

/** The same rows with types, `value` as a DOUBLE beside `value_exact`, and texts as they are. */
export async function writeEntitiesParquet(
  connection: Connection,
  path: string,
  request: ExportRequest,
): Promise<void> {
  const names = partNames(request.shape);
  const also = alsoNames(request.shape);
  const alsoColumns = also.map((name) => {
    const exact = quoteIdentifier(name);
    return `, ${exact}::DOUBLE AS ${exact}, ${exact} AS ${quoteIdentifier(`${name}_exact`)}`;
  });
  await writeParquetOfCsv(
    connection,
    path,
    (csv) => writeCsv(connection, csv, { ...request, textOf: (text) => text }),
    {
      types: {
        period: 'VARCHAR',
        rank: 'INTEGER',
        entity: 'VARCHAR',
        ...varchars(names),
        value: 'VARCHAR',
        share: 'DOUBLE',
        cumulative_share: 'DOUBLE',
        class: 'VARCHAR',
        rows: 'BIGINT',
        ...varchars(also),
      },
      selected: `period, rank, ${['entity', ...names].join(', ')}, value::DOUBLE AS value, value AS value_exact, share,
           cumulative_share, class, rows${alsoColumns.join('')}`,
    },
  );
}

function varchars(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, 'VARCHAR']));
}

async function writeCsv(
  connection: Connection,
  path: string,
  { ranking, analysis, shape, textOf }: ExportRequest & { textOf(text: string): string },
): Promise<void> {
  const periods = [...analysis.byPeriod, analysis.total];
  const header = [
    'period',
    'rank',
    'entity',
    ...partNames(shape),
    'value',
    'share',
    'cumulative_share',
    'class',
    'rows',
    ...alsoNames(shape).map(csvCell),
  ];
  await writeLines(path, async (write) => {
    await write(`${header.join(',')}\n`);
    await connection.stream(
      `SELECT ${rankedColumns(shape).join(', ')} FROM ${parquetSql(ranking)} ORDER BY nth, rank`,
      async (chunks) => {
        for await (const chunk of chunks) {
          const lines = chunk.getRows().map((values) => {
            const row = readRow(values, shape);
            const {
              rank,
              valueExact,
              share,
              cumulativeShare,
              class: letter,
              rowCount,
              also = [],
            } = describeRow(row, periods[row.nth]!, shape);
            const text = (value: string | null) => (value === null ? '' : csvCell(textOf(value)));
            const names = [row.entity, ...row.parts].map(text);
            const cells = [
              periods[row.nth]!.period,
              rank,
              ...names,
              valueExact,
              share,
              cumulativeShare,
              letter,
              rowCount,
              ...also.map((sum) => sum.valueExact),
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

/** The columns of the parts of an entity of several columns, in the order of `groupBy`. */
function partNames({ partCount }: RankingShape): string[] {
  return Array.from({ length: partCount }, (_, index) => `entity_${index + 1}`);
}

/** The columns of further sums. */
function alsoNames({ also }: RankingShape): string[] {
  return also.map((column) => `also_${column}`);
}
