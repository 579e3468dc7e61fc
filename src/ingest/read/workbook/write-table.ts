import { ConcentricError } from '../../../model/errors.js';
import type { ByteRange } from './byte-text.js';
import type { CellContent, CellOutcome } from './cell-content.js';
import { CsvFile } from './csv-file.js';
import { MergedCells, type MergedRange, parseRange } from './merged-cells.js';
import { type Cell, type SheetVisitor, scanSheet } from './scan-sheet.js';
import { type SumFormulaRow, SumFormulas } from './sum-formulas.js';
import { unreadable } from './unreadable.js';
import type { ZipArchive } from './zip-archive.js';

const MAX_MERGED_RANGES = 1_000_000;
/** Same limit as for text files (text/records.ts). A cell of ten bytes can refer to a shared text of 1 MB. */
const MAX_RECORD_BYTES = 16 * 1024 ** 2;
/** Limit relative to the XML. A cell with a shared text takes about 25 bytes, so this allows 250 characters on average. */
const MAX_TEXT_RATIO = 10;
/** Below this size any ratio is allowed. */
const MIN_TEXT_LIMIT_BYTES = 256 * 1024 ** 2;
const MAX_REPORTED_ROWS = 100;
const SHEET_COLUMNS = 16_384;
const NO_SLOT = -1;
/** CellContent prints dates in ISO form, with the outcome NUMBER. */
const DATE = /^\d{4}-\d\d-\d\d/;

/** The rows below the header and the columns to write, in this order. */
export interface TablePlan {
  /** 1-based; 0 if there is no header. */
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
  sumFormulas: readonly SumFormulaRow[];
  /** Numbers by the currency that their format shows, by 0-based sheet column. */
  currencies: Map<number, Map<string, number>>;
  /** Number of values left out because a merged cell covers them. */
  coveredValues: number;
  /** Columns with cells below the header that are not in the plan and therefore not in the CSV. */
  unforeseen: Set<number>;
  /** Ranges merged over several rows, by 0-based sheet column. */
  filled: Map<number, MergedTally>;
  /** Of each repeated text or date: index of the column in the plan, first and last row. */
  mergedCells: Int32Array;
  hiddenRows: { count: number; rows: number[] };
  /** 0-based sheet columns. */
  hiddenColumns: Set<number>;
  /** All merged ranges that extend below the header. */
  merged: MergedRange[];
}

/** Ranges merged over several rows: `ranges` with a repeated text or date, `cells` filled with it, and `numbers`, not repeated. */
export interface MergedTally {
  ranges: number;
  cells: number;
  numbers: number;
}

/** A text or date that is repeated in several rows of a column. */
interface Fill extends ByteRange {
  slot: number;
  column: number;
  top: number;
  bottom: number;
  isText: boolean;
  used: boolean;
}

/** Number of cells, and row and stored text of the first one. */
export interface CellTally {
  count: number;
  row: number;
  text: string;
}

/** Writes the rows of a sheet as CSV without a header: the row number, then one field per column. Texts are quoted. */
export async function writeTable(
  archive: ZipArchive,
  part: string,
  content: CellContent,
  plan: TablePlan,
  csvPath: string,
): Promise<WrittenTable> {
  const csv = new CsvFile(csvPath);
  try {
    const maxTextBytes = Math.max(MIN_TEXT_LIMIT_BYTES, archive.declaredBytes * MAX_TEXT_RATIO);
    const writer = new TableWriter(csv, content, plan, part, maxTextBytes);
    await scanSheet(archive, part, writer);
    const { longestRecordBytes, holdsLineEnds } = csv;
    writer.sumFormulas.end();
    const mergedCells = Int32Array.from(writer.repeated);
    return {
      ...writer.written,
      mergedCells,
      sumFormulas: writer.sumFormulas.rows,
      csv: { longestRecordBytes, holdsLineEnds },
    };
  } finally {
    csv.close();
  }
}

class TableWriter implements SheetVisitor {
  readonly written: Omit<WrittenTable, 'csv' | 'sumFormulas' | 'mergedCells'> = {
    currencies: new Map(),
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

  readonly sumFormulas: SumFormulas;
  /** As WrittenTable.mergedCells. */
  readonly repeated: number[] = [];
  private readonly slots = new Int32Array(SHEET_COLUMNS).fill(NO_SLOT);
  private readonly merged: MergedCells | null;
  /** Active fills, in column order. */
  private fills: Fill[] = [];
  /** Number of fields in the current record, without the row number. */
  private fields = 0;
  private rowHoldsAnything = false;
  private lastRow: number;
  /** The fields of the header's last line, to detect repeated headers. */
  private header: Buffer | null = null;

  constructor(
    private readonly csv: CsvFile,
    private readonly content: CellContent,
    private readonly plan: TablePlan,
    private readonly part: string,
    /** Limit for all rows together. */
    private readonly maxTextBytes: number,
  ) {
    plan.columns.forEach((column, slot) => {
      this.slots[column] = slot;
    });
    this.merged = plan.merged.length > 0 ? new MergedCells(plan.merged) : null;
    this.lastRow = plan.headerRow;
    this.sumFormulas = new SumFormulas(plan.headerRow);
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
    this.sumFormulas.onCell(cell);
    if (outcome === 'NUMBER') this.countCurrency(cell);
    const slot = this.slots[cell.column]!;
    if (slot === NO_SLOT) {
      this.written.unforeseen.add(cell.column);
    } else if (outcome === 'ERROR' || outcome === 'UNCOMPUTED') {
      if (cell.row > this.plan.headerRow) count(this.written[outcome === 'ERROR' ? 'errors' : 'uncomputed'], cell);
    } else {
      this.fillUpTo(slot, cell.row);
      this.advanceTo(slot, cell.row);
      this.beginFill(cell, slot, outcome);
      if (slot === 0 && outcome === 'TEXT' && cell.row > this.plan.headerRow) this.content.indent(cell);
      if (outcome === 'NUMBER') this.csv.writeBare(this.content);
      else this.csv.writeQuoted(this.content);
      if (this.csv.recordBytes > MAX_RECORD_BYTES) {
        throw unreadable(this.part, `has more than ${MAX_RECORD_BYTES} bytes of text in row ${cell.row}`);
      }
    }
  }

  private countCurrency(cell: Cell): void {
    const currency = this.content.currencyOf(cell);
    if (currency === null || cell.row <= this.plan.headerRow) return;
    const counts = this.written.currencies.get(cell.column) ?? new Map<string, number>();
    this.written.currencies.set(cell.column, counts.set(currency, (counts.get(currency) ?? 0) + 1));
  }

  onRowEnd(row: number, hidden: boolean): void {
    if (!this.rowHoldsAnything) return;
    this.fillUpTo(this.plan.columns.length, row);
    this.advanceTo(this.plan.columns.length - 1, row);
    if (row === this.plan.headerRow) {
      this.header = this.csv.discardRecord();
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
    this.csv.writeSeparators(slot + 1 - this.fields);
    this.fields = slot + 1;
  }

  /** Repeats a text or date that is merged over several rows in each row. A number is not repeated: it would count twice. */
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

  /** Fills the fields before `slot` in the current record that a range merged over several rows covers. */
  private fillUpTo(slot: number, row: number): void {
    if (this.fills.length === 0) return;
    if (this.fields === 0) this.fills = this.fills.filter(({ bottom }) => bottom >= row);
    for (const fill of this.fills) {
      if (fill.slot < this.fields || fill.slot >= slot || fill.top === row) continue;
      this.advanceTo(fill.slot, row);
      if (fill.isText) this.csv.writeQuoted(fill);
      else this.csv.writeBare(fill);
      const tally = this.written.filled.get(fill.column)!;
      if (!fill.used) {
        tally.ranges++;
        this.repeated.push(fill.slot, fill.top, fill.bottom);
      }
      fill.used = true;
      tally.cells++;
    }
  }

  private endDataRow(row: number): void {
    if (this.header && this.csv.hasFields(this.header)) {
      this.csv.discardRecord();
      report(this.written.repeatedHeaders, row);
    } else {
      this.csv.endRecord();
      this.written.rowCount++;
      if (this.csv.writtenBytes > this.maxTextBytes) throw tooMuchText(this.maxTextBytes);
    }
  }

  onMerge(text: string): void {
    const range = parseRange(text);
    if (!range || range.bottom <= this.plan.headerRow) return;
    if (this.written.merged.push(range) > MAX_MERGED_RANGES) {
      throw unreadable(this.part, `merges more than ${MAX_MERGED_RANGES} ranges of cells`);
    }
  }

  /** Reports the rows [from, to) as blank, whether or not the file contains them. */
  private reportBlanks(from: number, to: number): void {
    const { blankRows } = this.written;
    blankRows.count += to - from;
    for (let row = from; row < to && blankRows.rows.length < MAX_REPORTED_ROWS; row++) blankRows.rows.push(row);
  }
}

function tooMuchText(maxTextBytes: number): ConcentricError {
  return new ConcentricError(
    'FILE_TOO_LARGE',
    `The workbook's cells contain more than ${maxTextBytes} bytes of text, because they repeat long shared texts. Remove columns with long texts that you do not need.`,
    { maxTextBytes },
  );
}

function report(rows: { count: number; rows: number[] }, row: number): void {
  if (rows.count++ < MAX_REPORTED_ROWS) rows.rows.push(row);
}

function count(tallies: Map<number, CellTally>, { column, row, value }: Cell): void {
  const tally = tallies.get(column);
  if (tally) tally.count++;
  else tallies.set(column, { count: 1, row, text: value.bytes.toString('utf8', value.start, value.end) });
}
