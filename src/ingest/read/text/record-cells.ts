import type { Dialect } from './record-dialect.js';

/** Further cells of a record are counted, but their text is not kept. */
const MAX_KEPT_CELLS = 65_536;

const LF = 0x0a;
const BACKSLASH = 0x5c;

export const CellKind = { PLAIN: 0, QUOTED: 1, ESCAPED: 2, PIECES: 3, BACKSLASHED: 4, QUOTED_BACKSLASHED: 5 } as const;

/**
 * The cells of one record, as offsets into the bytes that hold it. RecordScanner finds them; here they are read and written.
 */
export abstract class RecordCells {
  /** An empty line has one empty cell. */
  cellCount = 0;

  protected bytes: Buffer = Buffer.alloc(0);
  protected readonly quote: number;
  /** The first one of the delimiter. */
  protected readonly delimiterByte: number;

  private cellStarts = new Int32Array(64);
  private cellEnds = new Int32Array(64);
  /** Offset of the delimiter or line end after the cell. */
  private cellStops = new Int32Array(64);
  private cellKinds = new Uint8Array(64);

  constructor(protected readonly dialect: Dialect) {
    this.quote = dialect.quote.charCodeAt(0);
    this.delimiterByte = Buffer.from(dialect.delimiter)[0]!;
  }

  /** Text of a cell without its quotes. */
  cell(index: number): string {
    const text = this.bytes.toString('utf8', this.cellStarts[index], this.cellEnds[index]);
    const kind = this.cellKinds[index]!;
    if (kind >= CellKind.BACKSLASHED) return this.withoutEscapes(text, kind);
    if (kind === CellKind.PIECES) return text.replace(new RegExp(`${this.dialect.quote}(.?)`, 'gs'), '$1');
    if (kind !== CellKind.ESCAPED) return text;
    return text.replaceAll(this.dialect.quote + this.dialect.quote, this.dialect.quote);
  }

  private withoutEscapes(text: string, kind: number): string {
    const { quote } = this.dialect;
    const escaped = kind === CellKind.QUOTED_BACKSLASHED ? new RegExp(`\\\\(.)|${quote}${quote}`, 'gs') : /\\(.)/gs;
    return text.replace(escaped, (sequence, next?: string) => {
      if (next === undefined) return quote;
      return this.isEscapable(next.charCodeAt(0)) ? next : sequence;
    });
  }

  /**
   * Writes a cell to `target` at offset `at`, in quotes and with inner quotes doubled. `target` must have room for twice
   * the cell length plus two bytes. Returns the offset after the cell.
   */
  writeQuoted(index: number, target: Buffer, at: number): number {
    const { bytes, quote } = this;
    const [end, kind] = [this.cellEnds[index]!, this.cellKinds[index]!];
    let to = at;
    target[to++] = quote;
    if (kind >= CellKind.BACKSLASHED) {
      const { quote: mark } = this.dialect;
      to += target.write(this.cell(index).replaceAll(mark, mark + mark), to);
      target[to++] = quote;
      return to;
    }
    for (let from = this.cellStarts[index]!; from < end; from++) {
      if (bytes[from] === quote) {
        // The first byte of a doubled quote, and of a quote between two pieces, is not part of the text.
        const doubled = kind === CellKind.ESCAPED && from + 1 < end && bytes[from + 1] === quote;
        if ((doubled || kind === CellKind.PIECES) && ++from === end) break;
        if (bytes[from] === quote) target[to++] = quote;
      }
      target[to++] = bytes[from]!;
    }
    target[to++] = quote;
    return to;
  }

  /** Length of a cell in bytes, without its quotes. */
  cellLength(index: number): number {
    return this.cellEnds[index]! - this.cellStarts[index]!;
  }

  cells(): string[] {
    return Array.from({ length: this.keptCells }, (_, index) => this.cell(index));
  }

  isQuoted(index: number): boolean {
    const kind = this.cellKinds[index];
    return kind !== CellKind.PLAIN && kind !== CellKind.BACKSLASHED;
  }

  /** Offset after the record's first `count` cells, before the next delimiter. */
  endOfCells(count: number): number {
    return this.cellStops[count - 1]!;
  }

  /** Number of cells up to the last non-empty one. */
  get filledCells(): number {
    let count = this.keptCells;
    while (count > 0 && this.cellStarts[count - 1] === this.cellEnds[count - 1]) count--;
    return count;
  }

  get keptCells(): number {
    return Math.min(this.cellCount, MAX_KEPT_CELLS);
  }

  /** Whether a backslash before this byte is an escape. Before others it is text: `C:\new`, `\N`. */
  protected isEscapable(byte: number): boolean {
    return byte === BACKSLASH || byte === this.quote || byte === this.delimiterByte || byte === LF;
  }

  protected addCell(start: number, end: number, stop: number, kind: number): void {
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
