import type { Connection } from '../../duckdb/connection.js';
import type { DecimalMark } from '../../model/dataset.js';
import type { ColumnCache } from '../columns/column-cache.js';
import type { RawTable } from '../read/raw-table.js';
import type { OutlineGroup } from './indented-outline.js';
import { LargeSumTable } from './large-sum-table.js';
import { type ProvenSum, provenSums } from './prove-sums.js';
import { SmallSumTable } from './small-sum-table.js';
import type { Candidate } from './sum-table.js';

/** Cells of a table that is searched in memory, which takes a few milliseconds. */
const MAX_CELLS_IN_MEMORY = 50_000;

/** Digits in all rows without a label together, to prove that those within the table are sums. */
const MIN_BLANK_DIGITS = 6;
/** Digits of a sum of one row, where no other row is proven to sum several. */
const MIN_SINGLE_DIGITS = 4;
/** Rows of a disproved name are taken from the candidates, which can disprove others. */
const MAX_ROUNDS = 4;

export interface FoundSums {
  /** In the order of the file. */
  proven: ProvenSum[];
  /** Those of them that are the groups of an indented outline. */
  outline: OutlineGroup[];
}

/**
 * The rows that are proven to be sums, averages or counts of the rows above or below them (docs/semantics.md §1, "totals and
 * subtotals").
 */
export async function findSums(
  connection: Connection,
  raw: RawTable,
  decimalMark: DecimalMark | undefined,
  cache: ColumnCache,
): Promise<FoundSums> {
  if (raw.rowCount < 3) return { proven: [], outline: [] };
  const isSmall = raw.rowCount * raw.headers.length <= MAX_CELLS_IN_MEMORY;
  const table = isSmall ? await SmallSumTable.read(connection, raw) : new LargeSumTable(connection, raw, cache);
  const kinds = await table.columnKinds();
  const byFormula = await table.sumsByFormula(kinds);
  let proven: ProvenSum[] = [];
  let outline: OutlineGroup[] = [];
  for (const mark of decimalMark ? [decimalMark] : kinds.marks) {
    const groups = await table.outline(kinds, mark);
    const byStructure = await table.sumsByStructure(kinds, mark);
    const found = new Set([...byFormula, ...byStructure, ...groups.map(({ rowId }) => rowId)]);
    let candidates = await table.candidates(kinds, found);
    for (let round = 0; round < MAX_ROUNDS && candidates.length > 0; round++) {
      const sums = await provenSums(table, candidates, mark);
      const credible = credibleSums(sums, candidates);
      if (credible.length === sums.length || round === MAX_ROUNDS - 1) {
        const closing = closingNames(credible, candidates, raw.rowCount);
        if (credible.length + closing.length > proven.length) {
          proven = [...credible, ...closing];
          outline = groups;
        }
        break;
      }
      const rejectedLabels = new Set(sums.filter((row) => !credible.includes(row)).map(labelKey));
      candidates = candidates.filter((row) => !rejectedLabels.has(labelKey(row)));
    }
  }
  return { proven: proven.sort((a, b) => a.rowId - b.rowId), outline };
}

/**
 * Rows below the total of all rows that are surely named as sums, up to the end of the table: they break the total down
 * ("Total: Search"), by groups that no column names.
 */
function closingNames(proven: readonly ProvenSum[], candidates: readonly Candidate[], rowCount: number): ProvenSum[] {
  const isOfAllAbove = ({ rowId, rows }: ProvenSum) =>
    rows + proven.filter((row) => row.rowId < rowId).length === rowId;
  const whole = proven.findLast(isOfAllAbove);
  if (whole === undefined) return [];
  const known = new Set(proven.map(({ rowId }) => rowId));
  const below = candidates.filter(({ rowId }) => rowId > whole.rowId);
  const areAllNamed = below.length === rowCount - 1 - whole.rowId && below.every(({ kind }) => kind === 'SURE');
  if (!areAllNamed) return [];
  return below.filter(({ rowId }) => !known.has(rowId)).map((row) => ({ ...row, rows: 0, isWhole: false, digits: 0 }));
}

/** Rows of the same kind and name are sums or are not. */
function labelKey({ kind, name, rowId }: Candidate): string {
  if (kind === 'FOUND') return `found ${rowId}`;
  return kind === 'BLANK' ? 'blank' : name.toLowerCase();
}

/**
 * The proven rows that chance does not explain. A company named "Total" now and then has the amount of the row above it:
 * where fewer than half of the rows of a name are proven, none is. Rows without a label may be data without a name: within
 * the table they are sums only if all of them are.
 */
function credibleSums(found: readonly ProvenSum[], candidates: readonly Candidate[]): ProvenSum[] {
  const named = countBy(candidates, labelKey);
  const provenNames = countBy(found, labelKey);
  const severalRows = found.some(({ rows }) => rows > 1);
  const blanks = found.filter(({ kind }) => kind === 'BLANK');
  const blankDigits = blanks.reduce((sum, { digits }) => sum + digits, 0);
  const allBlanksAreSums = blanks.length === named.get('blank') && blankDigits >= MIN_BLANK_DIGITS;
  return found.filter((row) => {
    if (row.kind === 'FOUND' || row.isWhole) return true;
    if (row.kind === 'BLANK') return allBlanksAreSums;
    if (row.rows === 1 && !severalRows && row.digits < MIN_SINGLE_DIGITS) return false;
    return provenNames.get(labelKey(row))! * 2 >= named.get(labelKey(row))!;
  });
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
