import type { Connection } from '../../duckdb/connection.js';
import { quoteText } from '../../duckdb/quote.js';
import { METADATA_KEY, type PartOrigin, type Provenance } from '../../provenance/provenance.js';
import type { PlannedColumn } from '../columns/plan-columns.js';
import { originsOf, type RawTable } from '../read/raw-table.js';
import type { SourcePart } from '../read/read-parts.js';
import { REPEATED_CELLS, RUNS } from '../shape/locate-rows.js';

export interface LocatedPart extends Pick<SourcePart, 'source'>, Pick<PartOrigin, 'sheet' | 'rows' | 'firstRow'> {}

/** Writes where each row and cell of the data is in its source (src/provenance/provenance.ts). */
export async function writeProvenance(
  connection: Connection,
  {
    table,
    planned,
    parts,
    path,
  }: { table: RawTable; planned: readonly PlannedColumn[]; parts: readonly LocatedPart[]; path: string },
): Promise<void> {
  const provenance: Provenance = {
    columns: planned.map(({ name }) => name),
    parts: originsOf(table).map((origins, nth) => {
      const { source, sheet, rows, firstRow } = parts[nth]!;
      const lengths = origins.map((origin) => (Array.isArray(origin) ? origin.length : 1));
      return {
        source,
        sheet,
        rows,
        rowsPerSourceRow: Math.max(1, ...lengths),
        firstRow,
        columns: planned.map(({ reading }) => origins[indexOf(reading.raw)] ?? null),
      };
    }),
  };
  await connection.run(
    `COPY (SELECT part, first_row, source_row, NULL::INTEGER AS position, NULL::BIGINT AS to_row FROM ${RUNS}
           UNION ALL SELECT part, NULL, source_row, position, to_row FROM ${REPEATED_CELLS} ORDER BY ALL)
     TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${METADATA_KEY}: ${quoteText(JSON.stringify(provenance))}})`,
  );
}

/** `c5` → 4 */
function indexOf(raw: string): number {
  return Number(raw.slice(1)) - 1;
}
