/** How the bytes of a delimited text (UTF-8) are cut into records and cells. */
export interface Dialect {
  /** One character, of any script. */
  delimiter: string;
  quote: '"' | "'";
  /** What ends most lines. Only where it is `\r`, the old Mac way, does a `\r` without `\n` end a line. */
  newline: '\n' | '\r\n' | '\r';
}

/** Longer records are refused: this bounds memory, and no spreadsheet's row comes near. DuckDB is told the same. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/** A record that does not end within MAX_RECORD_BYTES. */
export class RecordTooLong extends Error {}

/** Cells of one record beyond these are counted, but their text is not kept. */
const MAX_KEPT_CELLS = 65_536;

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

const CellKind = { PLAIN: 0, QUOTED: 1, ESCAPED: 2, PIECES: 3 } as const;
const Stop = { NONE: 0, DELIMITER: 1, LINE: 2, UNDECIDED: 3 } as const;
type Stop = (typeof Stop)[keyof typeof Stop];

const NOT_QUOTED = -1;
const NOT_WHOLE = -2;

/**
 * Cuts bytes into records by RFC 4180, and where a file departs from it reads on as a person would:
 *
 * - spaces around a quoted cell are no part of it, and `"Foo" "Bar"` is `Foo Bar` (both as DuckDB reads them);
 * - a quote inside an unquoted cell is a character like any other;
 * - a quoted cell whose closing quote is followed by more text (`"Foo" Ltd`, `"say "hi" now"`) or never comes ends on
 *   its own line: at a quote that a delimiter or the line's end follows, else its opening quote is a plain character
 *   too. One stray quote can spoil one line, never the rest of the file.
 *
 * `scan` looks at one record and leaves what it found in the fields until the next scan; nothing is copied.
 */
export class RecordScanner {
  /** Offsets: the record's first byte, the byte after its last cell, the first byte of the next record. */
  start = 0;
  end = 0;
  next = 0;
  /** An empty line has one cell, empty. */
  cellCount = 0;
  /** True where a quote had to be read otherwise than RFC 4180 has it. */
  repaired = false;
  /** True where DuckDB would read a cell otherwise: an unquoted one with a `\r`, a quoted one after several spaces. */
  readsOtherwise = false;

  private bytes: Buffer = Buffer.alloc(0);
  /** Nothing is read at or beyond it. */
  private limit = 0;
  /** The file ends at `limit`. */
  private atEnd = false;
  /** A quote still open at `limit` will not be closed. */
  private quotesEnd = false;
  private stop: Stop = Stop.NONE;
  private stopLength = 0;
  /** No quote before it closes a cell that was opened stray: found once, not again for every such cell of a long line. */
  private strayBefore = 0;

  private cellStarts = new Int32Array(64);
  private cellEnds = new Int32Array(64);
  /** Where the delimiter or the line's end after the cell stands. */
  private cellStops = new Int32Array(64);
  private cellKinds = new Uint8Array(64);

  private readonly delimiter: Buffer;
  private readonly delimiterByte: number;
  private readonly quote: number;
  /** 1 for every byte at which an unquoted cell may end. */
  private readonly mayStop = new Uint8Array(256);

  constructor(private readonly dialect: Dialect) {
    this.delimiter = Buffer.from(dialect.delimiter);
    this.delimiterByte = this.delimiter[0]!;
    this.quote = dialect.quote.charCodeAt(0);
    for (const byte of [this.delimiterByte, LF, CR]) this.mayStop[byte] = 1;
  }

  /**
   * Scans the record that begins at `start`; false where it is not whole before `end`, unless `final` says that the
   * file ends there. A quote still open after MAX_RECORD_BYTES counts as stray.
   *
   * @throws RecordTooLong where the record is longer than MAX_RECORD_BYTES all the same.
   */
  scan(bytes: Buffer, start: number, end: number, final: boolean): boolean {
    const tooLong = end - start > MAX_RECORD_BYTES;
    this.bytes = bytes;
    this.limit = tooLong ? start + MAX_RECORD_BYTES : end;
    this.atEnd = final && !tooLong;
    this.quotesEnd = final || tooLong;
    this.start = start;
    this.cellCount = 0;
    this.repaired = false;
    this.readsOtherwise = false;
    this.strayBefore = 0;
    const whole = this.scanCells();
    if (!whole && tooLong) throw new RecordTooLong();
    return whole;
  }

  /** Text of a cell, its quotes taken off. */
  cell(index: number): string {
    const text = this.bytes.toString('utf8', this.cellStarts[index], this.cellEnds[index]);
    const kind = this.cellKinds[index];
    if (kind === CellKind.PIECES) return text.replace(new RegExp(`${this.dialect.quote}(.?)`, 'gs'), '$1');
    if (kind !== CellKind.ESCAPED) return text;
    return text.replaceAll(this.dialect.quote + this.dialect.quote, this.dialect.quote);
  }

  /**
   * Writes a cell in quotes, those within it doubled, to `target` at `at`, which must have room for twice the cell and
   * two bytes more. Returns the offset after it.
   */
  writeQuoted(index: number, target: Buffer, at: number): number {
    const { bytes, quote } = this;
    const [end, kind] = [this.cellEnds[index]!, this.cellKinds[index]];
    let to = at;
    target[to++] = quote;
    for (let from = this.cellStarts[index]!; from < end; from++) {
      if (bytes[from] === quote) {
        // Of a doubled quote, and of one that parts two pieces, the first byte is no part of the text.
        const doubled = kind === CellKind.ESCAPED && from + 1 < end && bytes[from + 1] === quote;
        if ((doubled || kind === CellKind.PIECES) && ++from === end) break;
        if (bytes[from] === quote) target[to++] = quote;
      }
      target[to++] = bytes[from]!;
    }
    target[to++] = quote;
    return to;
  }

  /** Bytes between its quotes. */
  cellLength(index: number): number {
    return this.cellEnds[index]! - this.cellStarts[index]!;
  }

  cells(): string[] {
    return Array.from({ length: this.keptCells }, (_, index) => this.cell(index));
  }

  isQuoted(index: number): boolean {
    return this.cellKinds[index] !== CellKind.PLAIN;
  }

  /** Offset after the record's first `count` cells, the delimiter that follows them not included. */
  endOfCells(count: number): number {
    return this.cellStops[count - 1]!;
  }

  /** Cells up to the last one that is not empty. */
  get filledCells(): number {
    let count = this.keptCells;
    while (count > 0 && this.cellStarts[count - 1] === this.cellEnds[count - 1]) count--;
    return count;
  }

  get keptCells(): number {
    return Math.min(this.cellCount, MAX_KEPT_CELLS);
  }

  private scanCells(): boolean {
    let at = this.start;
    for (;;) {
      const first = at < this.limit ? this.bytes[at]! : 0;
      let cellEnd = first === this.quote || first === SPACE ? this.scanQuoted(at) : NOT_QUOTED;
      if (cellEnd === NOT_QUOTED) cellEnd = this.scanPlain(at);
      if (cellEnd === NOT_WHOLE) return false;
      at = cellEnd + this.stopLength;
      if (this.stop === Stop.LINE) {
        this.end = cellEnd;
        this.next = at;
        return true;
      }
    }
  }

  /** The offset after the cell; what stands there is in `stop`. The same below. */
  private scanPlain(start: number): number {
    const { bytes, limit, mayStop } = this;
    for (let at = start; ; at++) {
      while (at < limit && mayStop[bytes[at]!] === 0) at++;
      const stop = this.stopAt(at);
      if (stop === Stop.UNDECIDED) return NOT_WHOLE;
      if (stop !== Stop.NONE) {
        this.addCell(start, at, at, CellKind.PLAIN);
        return at;
      }
      if (bytes[at] === CR) {
        this.readsOtherwise = true;
        at = this.lastOfRun(at);
      }
    }
  }

  private scanQuoted(start: number): number {
    const { bytes, limit, quote } = this;
    const open = this.skipSpaces(start);
    if (open >= limit || bytes[open] !== quote) return NOT_QUOTED;
    if (open - start > 1) this.readsOtherwise = true;
    let kind: number = CellKind.QUOTED;
    for (let at = open + 1; ; at++) {
      while (at < limit && bytes[at] !== quote) at++;
      if (at >= limit) return this.quotesEnd ? this.scanStrayQuoted(open) : NOT_WHOLE;
      if (at + 1 < limit && bytes[at + 1] === quote) {
        kind = Math.max(kind, CellKind.ESCAPED);
        at++;
        continue;
      }
      const after = this.skipSpaces(at + 1);
      const stop = this.stopAt(after);
      if (stop === Stop.UNDECIDED) return NOT_WHOLE;
      if (stop === Stop.NONE && bytes[after] === quote) {
        kind = CellKind.PIECES;
        at = after;
        continue;
      }
      if (stop === Stop.NONE) return this.scanStrayQuoted(open);
      this.addCell(open + 1, at, after, kind);
      return after;
    }
  }

  /** A cell that opens with a quote and is not closed as it should: see the class. */
  private scanStrayQuoted(open: number): number {
    const { bytes, limit, quote } = this;
    this.repaired = true;
    if (open < this.strayBefore) return NOT_QUOTED;
    for (let at = open + 1; at < limit; at++) {
      if (bytes[at] === quote) {
        // Right after a delimiter a quote opens the next cell: this one was never closed.
        if (this.followsDelimiter(at)) return this.strayUpTo(at);
        at = this.lastOfRun(at);
        const after = this.skipSpaces(at + 1);
        const stop = this.stopAt(after);
        if (stop === Stop.UNDECIDED) return NOT_WHOLE;
        if (stop !== Stop.NONE) {
          this.addCell(open + 1, at, after, CellKind.ESCAPED);
          return after;
        }
      } else if (bytes[at] === LF || bytes[at] === CR) {
        const stop = this.stopAt(at);
        if (stop === Stop.UNDECIDED) return NOT_WHOLE;
        if (stop === Stop.LINE) return this.strayUpTo(at);
        at = this.lastOfRun(at);
      }
    }
    return this.quotesEnd ? this.strayUpTo(limit) : NOT_WHOLE;
  }

  private strayUpTo(end: number): number {
    this.strayBefore = end;
    return NOT_QUOTED;
  }

  /** The last of the like bytes that begin at `at`: a long run of them is gone over once, not from each of them. */
  private lastOfRun(at: number): number {
    const { bytes, limit } = this;
    let last = at;
    while (last + 1 < limit && bytes[last + 1] === bytes[at]) last++;
    return last;
  }

  /** Finds whether a delimiter or a line's end stands at `at`; it and its length are kept in `stop` and `stopLength`. */
  private stopAt(at: number): Stop {
    this.stop = this.findStop(at);
    return this.stop;
  }

  private findStop(at: number): Stop {
    const { bytes, limit, delimiter } = this;
    if (at >= limit) {
      this.stopLength = 0;
      return this.atEnd ? Stop.LINE : Stop.UNDECIDED;
    }
    const byte = bytes[at]!;
    if (byte === this.delimiterByte) {
      this.stopLength = delimiter.length;
      if (delimiter.length === 1) return Stop.DELIMITER;
      if (at + delimiter.length > limit) return this.atEnd ? Stop.NONE : Stop.UNDECIDED;
      return delimiter.compare(bytes, at, at + delimiter.length) === 0 ? Stop.DELIMITER : Stop.NONE;
    }
    if (byte === LF) {
      this.stopLength = 1;
      return Stop.LINE;
    }
    return byte === CR ? this.lineEndAt(at) : Stop.NONE;
  }

  /** `\r…\r\n` is one line's end: what a text passed through two systems has. */
  private lineEndAt(at: number): Stop {
    const { bytes, limit } = this;
    const crEndsLine = this.dialect.newline === '\r';
    let after = at + 1;
    if (!crEndsLine) while (after < limit && bytes[after] === CR) after++;
    if (after >= limit && !this.atEnd) return Stop.UNDECIDED;
    if (after < limit && bytes[after] === LF) after++;
    else if (!crEndsLine && after < limit) return Stop.NONE;
    this.stopLength = after - at;
    return Stop.LINE;
  }

  private skipSpaces(start: number): number {
    if (this.dialect.delimiter === ' ') return start;
    let at = start;
    while (at < this.limit && this.bytes[at] === SPACE) at++;
    return at;
  }

  private followsDelimiter(at: number): boolean {
    const from = at - this.delimiter.length;
    return from >= this.start && this.delimiter.compare(this.bytes, from, at) === 0;
  }

  private addCell(start: number, end: number, stop: number, kind: number): void {
    const index = this.cellCount++;
    if (index >= MAX_KEPT_CELLS) return;
    if (index === this.cellStarts.length) this.grow();
    this.cellStarts[index] = start;
    this.cellEnds[index] = end;
    this.cellStops[index] = stop;
    this.cellKinds[index] = kind;
  }

  private grow(): void {
    const length = this.cellStarts.length * 4;
    const larger = (offsets: Int32Array) => {
      const copy = new Int32Array(length);
      copy.set(offsets);
      return copy;
    };
    this.cellStarts = larger(this.cellStarts);
    this.cellEnds = larger(this.cellEnds);
    this.cellStops = larger(this.cellStops);
    const kinds = new Uint8Array(length);
    kinds.set(this.cellKinds);
    this.cellKinds = kinds;
  }
}
