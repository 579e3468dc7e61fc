import { rm } from 'node:fs/promises';
import { csvCell } from '../../artifact/csv-cell.js';
import { withoutFormulas } from '../../artifact/formula-text.js';
import type { Connection } from '../../duckdb/connection.js';
import { parquetSql, quoteIdentifier, quotePath, quoteText } from '../../duckdb/quote.js';
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
  const csv = `${path}.csv`;
  const names = partNames(request.shape);
  const types = {
    ...{ period: 'VARCHAR', rank: 'INTEGER', entity: 'VARCHAR' },
    ...Object.fromEntries(names.map((name) => [name, 'VARCHAR'])),
    ...{ value: 'VARCHAR', share: 'DOUBLE', cumulative_share: 'DOUBLE', class: 'VARCHAR', rows: 'BIGINT' },
    ...Object.fromEntries(alsoNames(request.shape).map((name) => [name, 'VARCHAR'])),
  };
  const also = alsoNames(request.shape).map((name) => {
    const exact = quoteIdentifier(name);
    return `, ${exact}::DOUBLE AS ${exact}, ${exact} AS ${quoteIdentifier(`${name}_exact`)}`;
  });
  const columns = Object.entries(types).map(([name, type]) => `${quoteText(name)}: ${quoteText(type)}`);
  try {
    await writeCsv(connection, csv, { ...request, textOf: (text) => text });
    // Blank parts are empty without quotation marks; an empty text has them.
    await connection.run(
      `COPY (
         SELECT period, rank, ${['entity', ...names].join(', ')}, value::DOUBLE AS value, value AS value_exact, share,
           cumulative_share, class, rows${also.join('')}
         FROM read_csv(${quotePath(csv)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
           new_line = '\\n', nullstr = '', allow_quoted_nulls = false, strict_mode = true, parallel = false,
           columns = {${columns.join(', ')}})
       ) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    await sync(path);
  } finally {
    await rm(csv, { force: true });
  }
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
