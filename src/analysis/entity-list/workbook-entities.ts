import { type RankedEntity, rankingSize } from '../../artifact/workbook/ranked-entities.js';
import type { Connection } from '../../duckdb/connection.js';
import { parquetSql } from '../../duckdb/quote.js';
import { writeLines } from '../../storage/write-lines.js';
import { amountOf } from '../shares/amount.js';
import type { ExportRequest } from './export-entities.js';
import { describeRow, rankedColumns, readRow } from './ranked-entity.js';
import { readUnit, unitsSql } from './ranking-file.js';

/** Writes the entities of TOTAL by rank, each with its values in the periods that fit, as JSON on a line: for the workbook. */
export async function writeWorkbookEntities(
  connection: Connection,
  path: string,
  { ranking, analysis, shape }: ExportRequest,
): Promise<void> {
  const { listed, periods } = rankingSize(analysis);
  const ranked = parquetSql(ranking);
  const values = periods.map((_, nth) => `any_value(${unitsSql('units')}) FILTER (nth = ${nth}) AS period_${nth}`);
  const joined =
    periods.length === 0 ? '' : `LEFT JOIN (SELECT id, ${values.join(', ')} FROM ${ranked} GROUP BY id) USING (id)`;
  const known = rankedColumns(shape);
  const columns = [...known, ...periods.map((_, nth) => `period_${nth}`)];
  await writeLines(path, async (write) => {
    await connection.stream(
      `SELECT ${columns.join(', ')}
       FROM (FROM ${ranked} WHERE nth = ${analysis.byPeriod.length} AND rank <= ${listed}) ${joined} ORDER BY rank`,
      async (chunks) => {
        for await (const chunk of chunks) {
          const lines = chunk.getRows().map((cells) => {
            const row = readRow(cells.slice(0, known.length), shape);
            const described = describeRow(row, analysis.total, shape);
            const unit = readUnit(row.unit);
            const entity: RankedEntity = {
              rank: described.rank,
              names: described.parts ?? [described.entity],
              value: described.value,
              cumulativeShare: described.cumulativeShare,
              class: described.class,
              also: (described.also ?? []).map(({ value }) => value),
              byPeriod: (cells.slice(known.length) as (string | null)[]).map((units) =>
                units === null ? null : amountOf(BigInt(units), unit).value,
              ),
            };
            return `${JSON.stringify(entity)}\n`;
          });
          await write(lines.join(''));
        }
      },
    );
  });
}
