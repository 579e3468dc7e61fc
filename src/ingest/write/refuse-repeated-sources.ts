import type { Connection } from '../../duckdb/connection.js';
import { parquetSql, quoteIdentifier } from '../../duckdb/quote.js';
import { ConcentricError } from '../../model/errors.js';
import type { PlannedColumn } from '../columns/plan-columns.js';
import type { SourcePart } from '../read/read-parts.js';

/**
 * Compares the files of a dataset by a digest of their typed rows, in any order: the same month as a workbook and as text
 * has the same digest. A digest is the number of rows and the sum of their hashes (64 bits each).
 * @throws DUPLICATE_SOURCE if two files have the same rows, because these would count twice
 */
export async function refuseRepeatedSources(
  connection: Connection,
  {
    parquetPath,
    planned,
    sourceIndex,
    parts,
    sources,
  }: {
    parquetPath: string;
    planned: readonly PlannedColumn[];
    sourceIndex: number;
    parts: readonly SourcePart[];
    sources: readonly { name: string }[];
  },
): Promise<void> {
  const isSource = ({ reading }: PlannedColumn) => reading.raw === `c${sourceIndex + 1}`;
  const sourceColumn = planned.find(isSource);
  // Options of the column can leave it out, or make it something else than names.
  if (sourceColumn?.reading.kind !== 'TEXT') return;
  const column = quoteIdentifier(sourceColumn.name);
  const values = planned.filter((each) => !isSource(each)).map(({ name }) => quoteIdentifier(name));
  const found = await connection.runAndReadAll(
    `SELECT ${column}, count(*)::VARCHAR, sum(hash(${values.join(', ')}))::VARCHAR FROM ${parquetSql(parquetPath)} GROUP BY ALL`,
  );
  const digests = new Map((found.getRows() as string[][]).map(([label, rows, sum]) => [label!, { rows, sum }]));
  const seen = new Map<string, string>();
  for (const [nth, { name }] of sources.entries()) {
    let rows = 0n;
    let sum = 0n;
    for (const { label } of parts.filter(({ source }) => source === nth)) {
      const digest = digests.get(label);
      rows += BigInt(digest?.rows ?? 0);
      sum += BigInt(digest?.sum ?? 0);
    }
    const digest = `${rows} ${sum}`;
    const earlier = seen.get(digest);
    if (earlier !== undefined) throw repeated(name, earlier, Number(rows));
    seen.set(digest, name);
  }
}

function repeated(name: string, earlier: string, rows: number): ConcentricError {
  return new ConcentricError(
    'DUPLICATE_SOURCE',
    `${JSON.stringify(name)} has the same rows as ${JSON.stringify(earlier)} (${rows.toLocaleString('en-US')}), which would count twice; nothing was added. If both are meant, send it again with allowDuplicate: true.`,
    { source: name, repeats: earlier, rows },
  );
}
