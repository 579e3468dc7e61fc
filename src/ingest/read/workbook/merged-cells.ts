/** Zero-based columns, 1-based rows, ends included. */
export interface MergedRange {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/**
 * Which cells lie under a merged range's top left cell: a file may store values there that nobody sees. Ask in the order
 * of the rows.
 */
export class MergedCells {
  private readonly ranges: readonly MergedRange[];
  private next = 0;
  /** Of those that began by the last row asked for, by column: they do not overlap, and the old go when new ones need their place. */
  private readonly open: MergedRange[] = [];

  constructor(ranges: readonly MergedRange[]) {
    this.ranges = ranges.toSorted((a, b) => a.top - b.top);
  }

  covers(row: number, column: number): boolean {
    for (; this.next < this.ranges.length && this.ranges[this.next]!.top <= row; this.next++) {
      const range = this.ranges[this.next]!;
      if (range.bottom >= row) this.enter(range);
    }
    const range = this.open[this.firstBeyond(column) - 1];
    if (range === undefined || range.right < column || range.bottom < row) return false;
    return row !== range.top || column !== range.left;
  }

  /** The last row of the range whose top left cell this is; its own row where it is none. After `covers` was asked. */
  bottomOf(row: number, column: number): number {
    const range = this.open[this.firstBeyond(column) - 1];
    return range && range.left === column && range.top === row ? range.bottom : row;
  }

  /** Ranges never overlap in a sound file; where they do, the first holds. */
  private enter(range: MergedRange): void {
    const { open } = this;
    let from = this.firstBeyond(range.left);
    if (from > 0 && open[from - 1]!.right >= range.left) from--;
    let to = from;
    while (to < open.length && open[to]!.left <= range.right && open[to]!.bottom < range.top) to++;
    const isFree = to === open.length || open[to]!.left > range.right;
    open.splice(from, to - from, ...(isFree ? [range] : []));
  }

  /** Index of the first open range that begins right of a column. */
  private firstBeyond(column: number): number {
    let [low, high] = [0, this.open.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.open[middle]!.left > column) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** `A1:C2`. @returns null where it is no range of a sheet */
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
