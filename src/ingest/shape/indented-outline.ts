import { agree } from './sums.js';

/** A row of a table whose labels are indented. */
export interface OutlineRow {
  rowId: number;
  /** White space before the label. */
  indent: number;
  label: string;
  /** The amount in each column of numbers; null where the cell is not a number. */
  amounts: readonly (number | null)[];
}

/** A row that sums the indented rows below it. */
export interface OutlineGroup {
  rowId: number;
  label: string;
  /** 1 for the outermost groups. */
  level: number;
  /** The last row that belongs to it. */
  lastRowId: number;
}

/** One group that is the sum of its rows may be chance. */
const MIN_GROUPS = 2;

/** Deeper tables are texts that are indented for another reason. */
const MAX_LEVELS = 8;

/**
 * The groups of a pivot table in compact form (docs/semantics.md §1, "outlines"): rows that only their indentation tells from the
 * rows they sum. Proven for all of them or for none: each amount of each group is the sum of the rows one level below it, and
 * at least one group has several.
 */
export function provenOutline(rows: readonly OutlineRow[]): OutlineGroup[] {
  const groups: OutlineGroup[] = [];
  /** The groups that the current row is in, outermost first, with the sums of their direct rows. */
  const open: Open[] = [];
  let haveSeveral = false;
  const close = (indent: number, last: OutlineRow): boolean => {
    while (open.length > 0 && open.at(-1)!.row.indent >= indent) {
      const { row, sums, children } = open.pop()!;
      if (children === 0) continue;
      if (!holdsSums(row, sums)) return false;
      haveSeveral ||= children > 1;
      groups.push({ rowId: row.rowId, label: row.label, level: open.length + 1, lastRowId: last.rowId });
    }
    return true;
  };
  for (const [index, row] of rows.entries()) {
    if (index > 0 && !close(row.indent, rows[index - 1]!)) return [];
    const parent = open.at(-1);
    if (parent) {
      parent.children++;
      for (const [column, amount] of row.amounts.entries()) parent.sums[column]! += amount ?? 0;
    }
    open.push({ row, sums: row.amounts.map(() => 0), children: 0 });
    if (open.length > MAX_LEVELS) return [];
  }
  if (rows.length === 0 || !close(Number.NEGATIVE_INFINITY, rows.at(-1)!)) return [];
  return groups.length >= MIN_GROUPS && haveSeveral ? groups.sort((a, b) => a.rowId - b.rowId) : [];
}

interface Open {
  row: OutlineRow;
  sums: number[];
  children: number;
}

function holdsSums({ label, amounts }: OutlineRow, sums: readonly number[]): boolean {
  const agreeAll = amounts.every((amount, column) => agree(amount ?? 0, sums[column]!));
  return agreeAll && label !== '' && amounts.some((amount) => amount !== null && amount !== 0);
}
