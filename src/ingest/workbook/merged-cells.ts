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
  /** By column, the last row that the range seen last covers. */
  private readonly coveredTo = new Int32Array(16_384);
  /** By column, the row in which it is a range's top left cell. */
  private readonly visibleIn = new Int32Array(16_384);

  constructor(ranges: readonly MergedRange[]) {
    this.ranges = ranges.toSorted((a, b) => a.top - b.top);
  }

  covers(row: number, column: number): boolean {
    for (; this.next < this.ranges.length && this.ranges[this.next]!.top <= row; this.next++) {
      this.enter(this.ranges[this.next]!);
    }
    return this.coveredTo[column]! >= row && this.visibleIn[column] !== row;
  }

  private enter({ top, bottom, left, right }: MergedRange): void {
    // Ranges never overlap in a sound file; where they do, the first holds, which also bounds the work.
    if (this.coveredTo[left]! >= top) return;
    this.visibleIn[left] = top;
    for (let column = left; column <= right && this.coveredTo[column]! < top; column++) this.coveredTo[column] = bottom;
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
