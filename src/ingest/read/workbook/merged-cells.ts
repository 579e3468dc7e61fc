/** 0-based columns, 1-based rows, both ends inclusive. */
export interface MergedRange {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/**
 * Finds the cells covered by a merged range. A file may store values in them that the sheet does not show. Query cells in
 * row order.
 */
export class MergedCells {
  private readonly ranges: readonly MergedRange[];
  private next = 0;
  /** Ranges that begin at or above the last queried row, by column. They do not overlap; new ranges replace ended ones. */
  private readonly open: MergedRange[] = [];

  constructor(ranges: readonly MergedRange[]) {
    this.ranges = ranges.toSorted((a, b) => a.top - b.top);
  }

  covers(row: number, column: number): boolean {
    for (; this.next < this.ranges.length && this.ranges[this.next]!.top <= row; this.next++) {
      const range = this.ranges[this.next]!;
      if (range.bottom >= row) this.addOpen(range);
    }
    const range = this.open[this.firstRightOf(column) - 1];
    if (range === undefined || range.right < column || range.bottom < row) return false;
    return row !== range.top || column !== range.left;
  }

  /** The last row of the range with this top left cell, or `row` if there is none. Call `covers` for the cell first. */
  bottomOf(row: number, column: number): number {
    const range = this.open[this.firstRightOf(column) - 1];
    return range && range.left === column && range.top === row ? range.bottom : row;
  }

  /** Ranges do not overlap in a valid file. If they do, the first one is used. */
  private addOpen(range: MergedRange): void {
    const { open } = this;
    let from = this.firstRightOf(range.left);
    if (from > 0 && open[from - 1]!.right >= range.left) from--;
    let to = from;
    while (to < open.length && open[to]!.left <= range.right && open[to]!.bottom < range.top) to++;
    const isFree = to === open.length || open[to]!.left > range.right;
    open.splice(from, to - from, ...(isFree ? [range] : []));
  }

  /** Index of the first open range that begins to the right of the column. */
  private firstRightOf(column: number): number {
    let [low, high] = [0, this.open.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.open[middle]!.left > column) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Parses `A1:C2`. @returns null if it is not a valid range of a sheet */
export function parseRange(text: string): MergedRange | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(text);
  if (!match) return null;
  const [, left = '', top, right = '', bottom] = match;
  const range = { top: Number(top), bottom: Number(bottom), left: columnOf(left), right: columnOf(right) };
  return range.right < 16_384 && range.top <= range.bottom && range.left <= range.right ? range : null;
}

function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
