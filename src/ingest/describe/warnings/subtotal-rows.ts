import type { Connection } from '../../../duckdb/connection.js';
import { quoteText } from '../../../duckdb/quote.js';
import type { NormalizationOptions } from '../../../model/dataset.js';
import type { Warning } from '../../../model/schema.js';
import { LONGEST_VALUE } from '../../columns/cell.js';
import type { PlannedColumn } from '../../columns/plan-columns.js';
import type { RawTable } from '../../read/raw-table.js';
import { NAMES_SUM } from '../../shape/total-words.js';

/** Cells of a table so small are looked at one by one; of a larger one only where they repeat, as names of groups do. */
const SMALL_ROWS = 20_000;
/** Of such a table; each query takes its time for the expression. */
const COLUMNS_AT_A_TIME = 64;

const ADVICE = 'Say leaveOutSubtotals: true to leave out those that are sums of the rows above or below.';
const UNPROVEN =
  'They are not the sums of the rows directly above or below: if they are sums, leave them out of the file.';

/**
 * Rows that seem to hold sums of other rows (SEMANTICS.md §1, "trailing rows"): they stay, since leaving out what only
 * looks like a sum would be a guess, and are reported, since they count twice.
 */
export async function subtotalRows(
  connection: Connection,
  raw: RawTable,
  planned: readonly PlannedColumn[],
  { leaveOutSubtotals }: NormalizationOptions,
): Promise<Warning[]> {
  const advice = leaveOutSubtotals ? UNPROVEN : ADVICE;
  const texts = planned.filter(({ reading }) => reading.kind === 'TEXT');
  const warnings: Warning[] = [];
  if (raw.rowCount > SMALL_ROWS) {
    for (const column of texts) {
      const { distinct, cell } = column.reading;
      if (distinct)
        warnings.push(
          ...(await namingTotals(
            connection,
            [column],
            advice,
            `(SELECT 0 AS place, ${cell} AS cell, n FROM ${distinct})`,
          )),
        );
    }
    return warnings;
  }
  for (let start = 0; start < texts.length; start += COLUMNS_AT_A_TIME) {
    const some = texts.slice(start, start + COLUMNS_AT_A_TIME);
    const places = some.map((_, place) => place).join(', ');
    // What is longer names no sum, and would be copied.
    const short = some.map(({ reading: { raw: name, cell, longest } }) =>
      longest > LONGEST_VALUE ? `CASE WHEN strlen(${name}) <= ${LONGEST_VALUE} THEN ${cell} END` : cell,
    );
    const cells = `unnest([${places}]) AS place, unnest([${short.join(', ')}]) AS cell`;
    warnings.push(...(await namingTotals(connection, some, advice, `(SELECT ${cells}, 1 AS n FROM ${raw.table})`)));
  }
  return warnings;
}

/** @param cells SQL of their cells: `place`, the index of the cell's column, `cell`, and how often it stands there, `n` */
async function namingTotals(
  connection: Connection,
  columns: readonly PlannedColumn[],
  advice: string,
  cells: string,
): Promise<Warning[]> {
  const found = await connection.runAndReadAll(
    `SELECT place, sum(n)::INTEGER, min(cell) FROM ${cells}
     WHERE regexp_full_match(cell, ${quoteText(NAMES_SUM)}, 'i') GROUP BY place ORDER BY place`,
  );
  return (found.getRows() as [number, number, string][]).map(([place, count, example]) => {
    const { name } = columns[place]!;
    const message = `${count} ${count === 1 ? 'row looks' : 'rows look'} like sums of other rows, by "${name}" such as "${example}"; they are kept as rows and count twice. ${advice}`;
    return { code: 'SUBTOTAL_ROWS', message, column: name, count };
  });
}
