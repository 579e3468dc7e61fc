import { CellKind, RecordCells } from './record-cells.js';
import { ALIGNED, type Dialect } from './record-dialect.js';

/** Longer records are rejected, to bound memory. The DuckDB reader has the same limit. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/** A record is longer than MAX_RECORD_BYTES. */
export class RecordTooLong extends Error {}

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const BACKSLASH = 0x5c;

/** U+FEFF in UTF-8. Files that were joined have one in front of each part. */
const MARK = [0xef, 0xbb, 0xbf] as const;

const Stop = { NONE: 0, DELIMITER: 1, LINE: 2, UNDECIDED: 3 } as const;
type Stop = (typeof Stop)[keyof typeof Stop];

const NOT_QUOTED = -1;
const NOT_WHOLE = -2;

/**
 * Splits bytes into records by RFC 4180 and tolerates these deviations:
 *
 * - Spaces around a quoted cell are ignored, and `"Foo" "Bar"` is `Foo Bar` (both as in DuckDB).
 * - A quote inside an unquoted cell is a plain character.
 * - If text follows the closing quote (`"Foo" Ltd`, `"say "hi" now"`), or there is no closing quote, the cell ends on its
 *   own line: at a quote before a delimiter or line end. Without such a quote the opening quote is a plain character too.
 *   A stray quote affects one line, never the rest of the file.
 * - A byte order mark in front of a record is ignored.
 *
 * `scan` reads one record and keeps the result in the fields until the next scan. It copies no bytes.
 */
export class RecordScanner extends RecordCells {
  /** Offsets: the record's first byte, the byte after its last cell, the first byte of the next record. */
  start = 0;
  end = 0;
  next = 0;
  /** True if a quote was read differently from RFC 4180. */
  repaired = false;
  /** True if DuckDB reads a cell differently: an unquoted cell with a `\r`, or a quoted cell after several spaces. */
  readsOtherwise = false;

  /** End of the readable bytes. */
  private limit = 0;
  /** True if the file ends at `limit`. */
  private atEnd = false;
  /** True if a quote that is open at `limit` counts as unclosed. */
  private quotesEnd = false;
  private stop: Stop = Stop.NONE;
  private stopLength = 0;
  /** No quote before this offset closes a stray-quoted cell. Avoids a new search for each such cell of a long line. */
  private strayBefore = 0;

  private readonly delimiter: Buffer;
  private readonly isAligned: boolean;
  /** First byte of the delimiter that only occurs at line ends; −1 if there is none. */
  private readonly tailByte: number;
  private readonly escapes: boolean;
  /** 1 for each byte that may end an unquoted cell. */
  private readonly mayStop = new Uint8Array(256);

  constructor(dialect: Dialect) {
    super(dialect);
    this.delimiter = Buffer.from(dialect.delimiter);
    this.isAligned = dialect.delimiter === ALIGNED;
    this.tailByte = dialect.lineTail?.charCodeAt(0) ?? -1;
    this.escapes = dialect.escapes ?? false;
    for (const byte of [this.delimiterByte, LF, CR]) this.mayStop[byte] = 1;
    if (this.tailByte >= 0) this.mayStop[this.tailByte] = 1;
    if (this.escapes) this.mayStop[BACKSLASH] = 1;
  }

  /**
   * Scans the record that begins at `start`. Returns false if the record is incomplete at `end` and the file continues
   * (`final` is false). A quote that is still open after MAX_RECORD_BYTES counts as stray.
   *
   * @throws RecordTooLong if the record is still longer than MAX_RECORD_BYTES.
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
    if (bytes[start] === MARK[0] && start < this.limit) {
      if (start + MARK.length > this.limit && !final) return false;
      if (bytes[start + 1] === MARK[1] && bytes[start + 2] === MARK[2]) this.start += MARK.length;
    }
    if (this.isAligned) while (this.start < this.limit && bytes[this.start] === SPACE) this.start++;
    const whole = this.scanCells();
    if (!whole && tooLong) throw new RecordTooLong();
    return whole;
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

  /** Returns the offset after the cell and sets `stop`, or returns NOT_WHOLE; scanQuoted too. */
  private scanPlain(start: number): number {
    const { bytes, limit, mayStop } = this;
    let kind: number = CellKind.PLAIN;
    for (let at = start; ; at++) {
      while (at < limit && mayStop[bytes[at]!] === 0) at++;
      const stop = this.stopAt(at);
      if (stop === Stop.UNDECIDED) return NOT_WHOLE;
      if (stop !== Stop.NONE) {
        this.addCell(start, at, at, kind);
        return at;
      }
      if (this.escapes && bytes[at] === BACKSLASH) {
        kind = CellKind.BACKSLASHED;
        if (at + 1 < limit && this.isEscapable(bytes[at + 1]!)) at++;
      }
      if (bytes[at] === CR) this.readsOtherwise = true;
      // A long run is scanned once.
      if (bytes[at] === CR || bytes[at] === this.tailByte) at = this.lastOfRun(at);
    }
  }

  private scanQuoted(start: number): number {
    const { bytes, limit, quote } = this;
    const open = this.skipSpaces(start);
    if (open >= limit || bytes[open] !== quote) return NOT_QUOTED;
    if (open - start > 1) this.readsOtherwise = true;
    let kind: number = CellKind.QUOTED;
    for (let at = open + 1; ; at++) {
      while (at < limit && bytes[at] !== quote) {
        if (this.escapes && bytes[at] === BACKSLASH) {
          kind = CellKind.QUOTED_BACKSLASHED;
          at++;
        }
        at++;
      }
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

  /** Scans a cell that opens with a quote but is not properly closed; see the class comment. */
  private scanStrayQuoted(open: number): number {
    const { bytes, limit, quote } = this;
    this.repaired = true;
    if (open < this.strayBefore) return NOT_QUOTED;
    for (let at = open + 1; at < limit; at++) {
      if (bytes[at] === quote) {
        // A quote right after a delimiter opens the next cell, so this one was not closed.
        if (this.followsDelimiter(at)) return this.markStrayUpTo(at);
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
        if (stop === Stop.LINE) return this.markStrayUpTo(at);
        at = this.lastOfRun(at);
      }
    }
    return this.quotesEnd ? this.markStrayUpTo(limit) : NOT_WHOLE;
  }

  private markStrayUpTo(end: number): number {
    this.strayBefore = end;
    return NOT_QUOTED;
  }

  /** Offset of the last byte in the run of equal bytes at `at`. */
  private lastOfRun(at: number): number {
    const { bytes, limit } = this;
    let last = at;
    while (last + 1 < limit && bytes[last + 1] === bytes[at]) last++;
    return last;
  }

  /** Detects a delimiter or line end at `at`; sets `stop` and `stopLength`. */
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
      if (this.isAligned) return this.blanksAt(at);
      this.stopLength = delimiter.length;
      if (delimiter.length === 1) return Stop.DELIMITER;
      if (at + delimiter.length > limit) return this.atEnd ? Stop.NONE : Stop.UNDECIDED;
      return delimiter.compare(bytes, at, at + delimiter.length) === 0 ? Stop.DELIMITER : Stop.NONE;
    }
    if (byte === LF) {
      this.stopLength = 1;
      return Stop.LINE;
    }
    if (byte === this.tailByte) return this.lineTailAt(at);
    return byte === CR ? this.lineEndAt(at) : Stop.NONE;
  }

  /** Blanks before a line end are part of it. */
  private blanksAt(at: number): Stop {
    const after = this.lastOfRun(at) + 1;
    const stop = this.findStop(after);
    this.stopLength += after - at;
    if (stop === Stop.UNDECIDED || stop === Stop.LINE) return stop;
    this.stopLength = after - at;
    return after - at >= ALIGNED.length ? Stop.DELIMITER : Stop.NONE;
  }

  /** A run of `lineTail` before a line end is part of it. */
  private lineTailAt(at: number): Stop {
    const after = this.lastOfRun(at) + 1;
    const stop = this.findStop(after);
    if (stop === Stop.UNDECIDED) return stop;
    if (stop !== Stop.LINE) return Stop.NONE;
    this.stopLength += after - at;
    return stop;
  }

  /** `\r…\r\n` is one line end: conversion between systems can repeat the `\r`. */
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
    if (this.delimiterByte === SPACE) return start;
    let at = start;
    while (at < this.limit && this.bytes[at] === SPACE) at++;
    return at;
  }

  private followsDelimiter(at: number): boolean {
    const from = at - this.delimiter.length;
    return from >= this.start && this.delimiter.compare(this.bytes, from, at) === 0;
  }
}
