import { cellText } from '../../cells/cell.js';
import type { ByteRange } from './byte-text.js';
import type { NumberKind } from './number-format.js';
import { isPlainDecimal, paddedText, parseDigits, percentText, plainNumber } from './number-text.js';
import type { Cell } from './scan-sheet.js';
import { type DateSystem, serialText } from './serial-date.js';
import type { SharedStrings } from './shared-strings.js';
import { unreadable } from './unreadable.js';

const SPACE = 0x20;
const DELETE = 0x7f;

/** What a cell turned out to hold. UNCOMPUTED: a formula whose result was never stored. */
export type CellOutcome = 'BLANK' | 'TEXT' | 'NUMBER' | 'ERROR' | 'UNCOMPUTED';

/** Reads cells as the text they show, by SEMANTICS.md §1, "cells (XLSX)": after `read` the text is bytes[start, end). */
export class CellContent implements ByteRange {
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;

  private readonly printed = Buffer.alloc(1024);

  constructor(
    private readonly strings: SharedStrings,
    private readonly kinds: readonly NumberKind[],
    private readonly dateSystem: DateSystem,
  ) {}

  get text(): string {
    return this.bytes.toString('utf8', this.start, this.end);
  }

  /** NUMBER: digits, sign, point, percent sign, or a date or time; nothing that would need quoting. */
  read(cell: Cell): CellOutcome {
    const { value } = cell;
    this.point(value);
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
        value.replaceBy(isoDateText(this.text));
        this.point(value);
        return this.blankOrText();
      case 'str':
      case 'inlineStr':
        value.resolveEscapes();
        this.point(value);
        return this.blankOrText();
    }
  }

  private readNumber(cell: Cell): CellOutcome {
    const kind = this.kinds[cell.style] ?? 'NUMBER';
    if (kind === 'NUMBER' && isPlainDecimal(this.bytes, this.start, this.end)) return 'NUMBER';
    const number = this.number();
    // What no program writes is kept as it stands, for the later steps to judge.
    if (!Number.isFinite(number)) return 'TEXT';
    if (kind === 'NUMBER') return this.print(plainNumber(number));
    if (kind === 'PERCENT') return this.print(percentText(plainNumber(number)));
    if (typeof kind === 'object') return this.print(paddedText(plainNumber(number), kind));
    return this.print(serialText(number, kind, this.dateSystem) ?? plainNumber(number));
  }

  private readShared(cell: Cell): CellOutcome {
    const index = this.number();
    if (!this.strings.locate(index, this)) {
      throw unreadable('the workbook', `refers in row ${cell.row} to shared text ${index}, which there is not`);
    }
    return this.blankOrText();
  }

  private blankOrText(): CellOutcome {
    const first = this.bytes[this.start]!;
    if (this.start < this.end && first > SPACE && first < DELETE) return 'TEXT';
    return cellText(this.text) === undefined ? 'BLANK' : 'TEXT';
  }

  /** NaN where the text is no number. */
  private number(): number {
    const whole = parseDigits(this.bytes, this.start, this.end);
    return Number.isNaN(whole) ? Number(this.text.trim() || 'NaN') : whole;
  }

  private point({ bytes, start, end }: ByteRange): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  private print(ascii: string): 'NUMBER' {
    this.bytes = this.printed;
    this.start = 0;
    // A loop, since for a few bytes the call out of JavaScript costs more.
    for (let i = 0; i < ascii.length; i++) this.printed[i] = ascii.charCodeAt(i);
    this.end = ascii.length;
    return 'NUMBER';
  }
}

/** `2021-01-01T10:10:10Z` → `2021-01-01 10:10:10`; a time of zero is left out. */
function isoDateText(iso: string): string {
  return iso
    .trim()
    .replace('T', ' ')
    .replace(/Z$/, '')
    .replace(/ 00:00(:00(\.0+)?)?$/, '');
}
