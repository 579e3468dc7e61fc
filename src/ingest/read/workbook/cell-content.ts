import { cellText } from '../../cells/cell.js';
import type { ByteRange } from './byte-text.js';
import type { CellStyles } from './number-kinds.js';
import { isPlainDecimal, paddedText, parseDigits, percentText, plainNumber } from './number-text.js';
import type { Cell } from './scan-sheet.js';
import { type DateSystem, serialText } from './serial-date.js';
import type { SharedStrings } from './shared-strings.js';
import { unreadable } from './unreadable.js';

const SPACE = 0x20;
const DELETE = 0x7f;

/** Kind of a cell's content. UNCOMPUTED: a formula without a stored result. */
export type CellOutcome = 'BLANK' | 'TEXT' | 'NUMBER' | 'ERROR' | 'UNCOMPUTED';

/** Reads a cell as the text it shows (docs/semantics.md §1, "cells (XLSX)"). After `read` the text is bytes[start, end). */
export class CellContent implements ByteRange {
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;

  private readonly printed = Buffer.alloc(1024);

  constructor(
    private readonly strings: SharedStrings,
    private readonly styles: CellStyles,
    private readonly dateSystem: DateSystem,
  ) {}

  get text(): string {
    return this.bytes.toString('utf8', this.start, this.end);
  }

  /** The currency that the format of a cell shows. */
  currencyOf({ style }: Cell): string | null {
    return this.styles.currencies[style] ?? null;
  }

  /** Writes the indentation of the cell that was read as white space before its text, as text files do. */
  indent({ style }: Cell): void {
    const indent = this.styles.indents[style] ?? 0;
    if (indent === 0) return;
    const text = Buffer.alloc(indent + this.end - this.start, ' ');
    this.bytes.copy(text, indent, this.start, this.end);
    [this.bytes, this.start, this.end] = [text, 0, text.length];
  }

  /** Reads a cell. The text of a NUMBER (a number, percentage, date or time) never needs CSV quotes. */
  read(cell: Cell): CellOutcome {
    const { value } = cell;
    this.pointTo(value);
    if (value.end === 0) return cell.hasFormula && cell.type !== 'str' ? 'UNCOMPUTED' : 'BLANK';
    switch (cell.type) {
      case 'n':
        return this.readNumber(cell);
      case 's':
        return this.readShared(cell);
      case 'b':
        return this.print(/^(1|true)$/i.test(this.text.trim()) ? 'TRUE' : 'FALSE');
      case 'e':
        return 'ERROR';
      case 'd':
        value.replaceWith(isoDateText(this.text));
        this.pointTo(value);
        return this.blankOrText();
      case 'str':
      case 'inlineStr':
        value.resolveEscapes();
        this.pointTo(value);
        return this.blankOrText();
    }
  }

  private readNumber(cell: Cell): CellOutcome {
    const kind = this.styles.kinds[cell.style] ?? 'NUMBER';
    if (kind === 'NUMBER' && isPlainDecimal(this.bytes, this.start, this.end)) return 'NUMBER';
    const number = this.number();
    // No program writes such a value. Keep the text for the later steps.
    if (!Number.isFinite(number)) return 'TEXT';
    if (kind === 'NUMBER') return this.print(plainNumber(number));
    if (kind === 'PERCENT') return this.print(percentText(plainNumber(number)));
    if (typeof kind === 'object') return this.print(paddedText(plainNumber(number), kind));
    return this.print(serialText(number, kind, this.dateSystem) ?? plainNumber(number));
  }

  private readShared(cell: Cell): CellOutcome {
    const index = this.number();
    if (!this.strings.locate(index, this)) {
      throw unreadable('the workbook', `has a cell in row ${cell.row} with shared text ${index}, which does not exist`);
    }
    return this.blankOrText();
  }

  private blankOrText(): CellOutcome {
    const first = this.bytes[this.start]!;
    if (this.start < this.end && first > SPACE && first < DELETE) return 'TEXT';
    return cellText(this.text) === undefined ? 'BLANK' : 'TEXT';
  }

  /** The text as a number; NaN if it is not one. */
  private number(): number {
    const whole = parseDigits(this.bytes, this.start, this.end);
    return Number.isNaN(whole) ? Number(this.text.trim() || 'NaN') : whole;
  }

  private pointTo({ bytes, start, end }: ByteRange): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  private print(ascii: string): 'NUMBER' {
    this.bytes = this.printed;
    this.start = 0;
    // For a few bytes a loop is faster than a native call.
    for (let i = 0; i < ascii.length; i++) this.printed[i] = ascii.charCodeAt(i);
    this.end = ascii.length;
    return 'NUMBER';
  }
}

/** `2021-01-01T10:10:10Z` → `2021-01-01 10:10:10`; midnight is omitted. */
function isoDateText(iso: string): string {
  return iso
    .trim()
    .replace('T', ' ')
    .replace(/Z$/, '')
    .replace(/ 00:00(:00(\.0+)?)?$/, '');
}
