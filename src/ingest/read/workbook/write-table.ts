import { ConcentricError } from '../../../model/errors.js';
import type { ByteRange } from './byte-text.js';
import type { CellContent, CellOutcome } from './cell-content.js';
import { CsvFile } from './csv-file.js';
import { MergedCells, type MergedRange, parseRange } from './merged-cells.js';
import { type Cell, type SheetVisitor, scanSheet } from './scan-sheet.js';
import { unreadable } from './unreadable.js';
import type { ZipArchive } from './zip-archive.js';

const MAX_MERGED_RANGES = 1_000_000;
/** As of text files (text/records.ts): a reference of ten bytes can stand for a shared text of a megabyte. */
const MAX_RECORD_BYTES = 16 * 1024 ** 2;
/** A cell that refers to a shared text takes some 25 bytes: beyond this factor cells hold 250 characters on average. */
const MAX_TEXT_RATIO = 10;
/** Below it a high factor harms nobody. */
const TEXT_FLOOR_BYTES = 256 * 1024 ** 2;
const REPORTED_ROWS = 100;
const SHEET_COLUMNS = 16_384;
const NO_SLOT = -1;
/** Dates and times come as numbers do, in ISO form. */
const DATE = /^\d{4}-\d\d-\d\d/;

/** What is to be written: rows below the header, the columns in this order. */
export interface TablePlan {
  /** 0 for none. */
  headerRow: number;
  /** 0-based, ascending. */
  columns: readonly number[];
  merged: readonly MergedRange[];
}

export interface WrittenTable {
  rowCount: number;
  csv: Pick<CsvFile, 'longestRecordBytes' | 'holdsLineEnds'>;
  blankRows: { count: number; rows: number[] };
  repeatedHeaders: { count: number; rows: number[] };
  /** By 0-based sheet column. */
  errors: Map<number, CellTally>;
  uncomputed: Map<number, CellTally>;
  /** Values under merged cells that were left out. */
  coveredValues: number;
  /** Columns that hold something below the header although the plan lacks them: the file lacks their cells. */
  unforeseen: Set<number>;
  /** Ranges merged over several rows, by 0-based sheet column. */
  filled: Map<number, MergedTally>;
  hiddenRows: { count: number; rows: number[] };
  /** 0-based sheet columns. */
  hiddenColumns: Set<number>;
  /** Every merged range that reaches below the header. */
  merged: MergedRange[];
}

/** Of the ranges merged over several rows: those whose text was put into further rows, those of a number, which was not. */
export interface MergedTally {
  ranges: number;
  cells: number;
  numbers: number;
}

/** A text that stands in several rows of a column. */
interface Fill extends ByteRange {
  slot: number;
  column: number;
  top: number;
  bottom: number;
  isText: boolean;
  used: boolean;
}

/** How often, and the first one: its row and stored text. */
export interface CellTally {
  count: number;
  row: number;
  text: string;
}

/** Writes the rows of a sheet as CSV without a header: the row's number, then one field a column; quoted where it is text. */
export async function writeTable(
  archive: ZipArchive,
  part: string,
  content: CellContent,
  plan: TablePlan,
  csvPath: string,
): Promise<WrittenTable> {
  const csv = new CsvFile(csvPath);
  try {
    const mostBytes = Math.max(TEXT_FLOOR_BYTES, archive.declaredBytes * MAX_TEXT_RATIO);
    const writer = new TableWriter(csv, content, plan, part, mostBytes);
    await scanSheet(archive, part, writer);
    const { longestRecordBytes, holdsLineEnds } = csv;
    return { ...writer.written, csv: { longestRecordBytes, holdsLineEnds } };
  } finally {
    csv.close();
  }
}

class TableWriter implements SheetVisitor {
  readonly written: Omit<WrittenTable, 'csv'> = {
    rowCount: 0,
    blankRows: { count: 0, rows: [] },
    repeatedHeaders: { count: 0, rows: [] },
    errors: new Map(),
    uncomputed: new Map(),
    coveredValues: 0,
    unforeseen: new Set(),
    filled: new Map(),
    hiddenRows: { count: 0, rows: [] },
    hiddenColumns: new Set(),
    merged: [],
  };

  private readonly slots = new Int32Array(SHEET_COLUMNS).fill(NO_SLOT);
  private readonly merged: MergedCells | null;
  /** Under way, in the order of their columns. */
  private fills: Fill[] = [];
  /** Fields of the record under way, the row number not counted. */
  private fields = 0;
  private rowHoldsAnything = false;
  private lastRow: number;
  /** The fields of the header's last line, to know it again. */
  private header: Buffer | null = null;

  constructor(
    private readonly csv: CsvFile,
    private readonly content: CellContent,
    private readonly plan: TablePlan,
    private readonly part: string,
    /** Of all rows together. */
    private readonly mostBytes: number,
  ) {
    plan.columns.forEach((column, slot) => {
      this.slots[column] = slot;
    });
    this.merged = plan.merged.length > 0 ? new MergedCells(plan.merged) : null;
    this.lastRow = plan.headerRow;
  }

  onCell(cell: Cell): void {
    if (cell.row < this.plan.headerRow) return;
    const outcome = this.content.read(cell);
    if (outcome === 'BLANK') return;
    if (this.merged?.covers(cell.row, cell.column)) {
      this.written.coveredValues++;
      return;
    }
    this.rowHoldsAnything = true;
    const slot = this.slots[cell.column]!;
    if (slot === NO_SLOT) {
      this.written.unforeseen.add(cell.column);
    } else if (outcome === 'ERROR' || outcome === 'UNCOMPUTED') {
      if (cell.row > this.plan.headerRow) count(this.written[outcome === 'ERROR' ? 'errors' : 'uncomputed'], cell);
    } else {
      this.fillUpTo(slot, cell.row);
      this.advanceTo(slot, cell.row);
      this.beginFill(cell, slot, outcome);
      if (outcome === 'NUMBER') this.csv.bare(this.content);
      else this.csv.quoted(this.content);
      if (this.csv.recordBytes > MAX_RECORD_BYTES) {
        throw unreadable(this.part, `has a row ${cell.row} of more than ${MAX_RECORD_BYTES} bytes of text`);
      }
    }
  }

  onRowEnd(row: number, hidden: boolean): void {
    if (!this.rowHoldsAnything) return;
    this.fillUpTo(this.plan.columns.length, row);
    this.advanceTo(this.plan.columns.length - 1, row);
    if (row === this.plan.headerRow) {
      this.header = this.csv.takeBack();
    } else {
      this.reportBlanks(this.lastRow + 1, row);
      this.endDataRow(row);
      if (hidden) report(this.written.hiddenRows, row);
      this.lastRow = row;
    }
    this.fields = 0;
    this.rowHoldsAnything = false;
  }

  onHiddenColumns(first: number, last: number): void {
    for (let column = first; column <= last; column++) {
      if (this.slots[column] !== NO_SLOT) this.written.hiddenColumns.add(column);
    }
  }

  private advanceTo(slot: number, row: number): void {
    if (slot < this.fields) return;
    if (this.fields === 0) this.csv.beginRecord(row);
    this.csv.separate(slot + 1 - this.fields);
    this.fields = slot + 1;
  }

  /** What is merged over several rows is meant for each of them: a text or a date, not a number, which would count again. */
  private beginFill({ row, column }: Cell, slot: number, outcome: CellOutcome): void {
    const bottom = this.merged?.bottomOf(row, column) ?? row;
    if (bottom === row || row <= this.plan.headerRow) return;
    const tally = this.written.filled.get(column) ?? { ranges: 0, cells: 0, numbers: 0 };
    this.written.filled.set(column, tally);
    const { bytes, start, end } = this.content;
    const isText = outcome === 'TEXT';
    if (!isText && !DATE.test(this.content.text)) {
      tally.numbers++;
      return;
    }
    const copy = Buffer.from(bytes.subarray(start, end));
    const fill = { slot, column, top: row, bottom, isText, used: false, bytes: copy, start: 0, end: copy.length };
    this.fills = [...this.fills.filter((each) => each.slot !== slot), fill].sort((a, b) => a.slot - b.slot);
  }

  /** Fills the fields of the record under way before `slot` that lie under a range merged over several rows. */
  private fillUpTo(slot: number, row: number): void {
    if (this.fills.length === 0) return;
    if (this.fields === 0) this.fills = this.fills.filter(({ bottom }) => bottom >= row);
    for (const fill of this.fills) {
      if (fill.slot < this.fields || fill.slot >= slot || fill.top === row) continue;
      this.advanceTo(fill.slot, row);
      if (fill.isText) this.csv.quoted(fill);
      else this.csv.bare(fill);
      const tally = this.written.filled.get(fill.column)!;
      if (!fill.used) tally.ranges++;
      fill.used = true;
      tally.cells++;
    }
  }

  private endDataRow(row: number): void {
    if (this.header && this.csv.hasFields(this.header)) {
      this.csv.takeBack();
      report(this.written.repeatedHeaders, row);
    } else {
      this.csv.endRecord();
      this.written.rowCount++;
      if (this.csv.writtenBytes > this.mostBytes) throw tooMuchText(this.mostBytes);
    }
  }

  onMerge(text: string): void {
    const range = parseRange(text);
    if (!range || range.bottom <= this.plan.headerRow) return;
    if (this.written.merged.push(range) > MAX_MERGED_RANGES) {
      throw unreadable(this.part, `merges more than ${MAX_MERGED_RANGES} ranges of cells`);
    }
  }

  /** Rows [from, to) hold nothing, whether the file spells them out or not. */
  private reportBlanks(from: number, to: number): void {
    const { blankRows } = this.written;
    blankRows.count += to - from;
    for (let row = from; row < to && blankRows.rows.length < REPORTED_ROWS; row++) blankRows.rows.push(row);
  }
}

function tooMuchText(mostBytes: number): ConcentricError {
  return new ConcentricError(
    'FILE_TOO_LARGE',
    `The workbook's cells repeat its texts to more than ${mostBytes} bytes. Leave out the columns of long texts that you do not need.`,
    { maxTextBytes: mostBytes },
  );
}

function report(rows: { count: number; rows: number[] }, row: number): void {
  if (rows.count++ < REPORTED_ROWS) rows.rows.push(row);
}

function count(tallies: Map<number, CellTally>, { column, row, value }: Cell): void {
  const tally = tallies.get(column);
  if (tally) tally.count++;
  else tallies.set(column, { count: 1, row, text: value.bytes.toString('utf8', value.start, value.end) });
}
