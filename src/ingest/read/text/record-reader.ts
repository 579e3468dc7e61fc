import type { Dialect } from './record-dialect.js';
import { RecordScanner } from './records.js';

/** How a record was read that its file's dialect does not fit. */
export type OddReading = 'ESCAPES' | 'OTHER_DELIMITER' | 'QUOTED_LINE';

/** Delimiters of single records. */
const OTHER_DELIMITERS = ['\t', ';', '|', ','];

/** With fewer columns, `note; more` and `1,5` would be cut. */
const MIN_COLUMNS_OF_OTHER_DELIMITER = 3;

/** An escaped cell may span lines; it is looked for in so many bytes. */
const MAX_ESCAPED_BYTES = 64 * 1024;

const BACKSLASH = 0x5c;

/**
 * Reads the records of a text one after the other. A record that does not have `columns` cells, or whose quotes had to be
 * repaired, is read in three other ways, and the first that gives exactly `columns` cells without a repair is taken:
 *
 * - with backslashes as escapes (`"10\" nails"`), as MySQL writes them;
 * - with the whole line as one quoted cell (`"a,""b"",c"`), as a program writes it that did not know the delimiter;
 * - with another delimiter, if the file's own does not occur in the record.
 *
 * So one odd record does not change how others are read, and evidence beyond the head of the file counts.
 */
export class RecordReader {
  /** The record that was read last. */
  record: RecordScanner;
  /** How it was read; null by the dialect of the file. */
  odd: OddReading | null = null;
  /** Offset of the next record. */
  next = 0;

  private readonly plain: RecordScanner;
  private readonly escaped: RecordScanner;
  private readonly others: readonly RecordScanner[];

  /** @param columns Number of columns of the table; undefined if it is not known yet. */
  constructor(
    private readonly dialect: Dialect,
    private readonly columns?: number,
  ) {
    this.plain = new RecordScanner(dialect);
    this.escaped = new RecordScanner({ ...dialect, escapes: true });
    this.others = OTHER_DELIMITERS.filter((other) => other !== dialect.delimiter).map(
      (delimiter) => new RecordScanner({ ...dialect, delimiter, lineTail: undefined }),
    );
    this.record = this.plain;
  }

  /** As RecordScanner.scan. */
  read(bytes: Buffer, start: number, end: number, final: boolean): boolean {
    const { plain, columns } = this;
    if (!plain.scan(bytes, start, end, final)) return false;
    this.record = plain;
    this.odd = null;
    this.next = plain.next;
    if (columns === undefined || (plain.cellCount === columns && !plain.repaired)) return true;
    return this.readOtherwise(bytes, start, end, final, columns);
  }

  private readOtherwise(bytes: Buffer, start: number, end: number, final: boolean, columns: number): boolean {
    const { plain } = this;
    if (bytes.subarray(plain.start, plain.end).includes(BACKSLASH)) {
      const last = start + MAX_ESCAPED_BYTES;
      if (last > end && !final) return false;
      this.escaped.scan(bytes, start, Math.min(end, last), true);
      const isWhole = last >= end || this.escaped.next < last;
      if (isWhole && fits(this.escaped, columns)) return this.take(this.escaped, 'ESCAPES');
    }
    if (plain.cellCount !== 1 || columns < MIN_COLUMNS_OF_OTHER_DELIMITER) return true;
    if (plain.isQuoted(0)) return this.readQuotedLine(columns);
    for (const other of this.others) {
      other.scan(bytes, start, plain.next, true);
      if (fits(other, columns) && other.next === plain.next && !isProse(other))
        return this.take(other, 'OTHER_DELIMITER');
    }
    return true;
  }

  /** The text of a quoted cell is a copy, so it is scanned on its own. */
  private readQuotedLine(columns: number): boolean {
    const text = this.plain.cell(0);
    if (!text.includes(this.dialect.delimiter)) return true;
    const line = new RecordScanner(this.dialect);
    const bytes = Buffer.from(text);
    line.scan(bytes, 0, bytes.length, true);
    if (!fits(line, columns) || line.next !== bytes.length) return true;
    const { next } = this;
    this.take(line, 'QUOTED_LINE');
    this.next = next;
    return true;
  }

  private take(scanner: RecordScanner, odd: OddReading): true {
    this.record = scanner;
    this.odd = odd;
    this.next = scanner.next;
    return true;
  }
}

function fits(scanner: RecordScanner, columns: number): boolean {
  return scanner.cellCount === columns && !scanner.repaired;
}

/** Cells that begin with a blank are parts of a sentence. */
function isProse(scanner: RecordScanner): boolean {
  return scanner.cells().some((cell) => cell.startsWith(' '));
}
