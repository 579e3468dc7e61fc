import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from '../../duckdb/connection.js';
import type { DecimalMark } from '../../model/dataset.js';
import { cellText } from '../cells/cell.js';
import { isNumber } from '../cells/numbers.js';
import type { RawTable } from '../read/raw-table.js';
import { type OutlineGroup, provenOutline } from './indented-outline.js';
import { rowsInBatches } from './rows-in-batches.js';
import { rowsOfFormulas } from './rows-of-formulas.js';
import { structuralSums } from './structural-sums.js';
import { sumLabel } from './sum-label.js';
import {
  type Amounts,
  type Candidate,
  type ColumnKinds,
  emptySection,
  MAX_CELL_CHARACTERS,
  type SumTable,
} from './sum-table.js';
import { amountOf } from './sums.js';

interface Row {
  rowId: number;
  sourceRow: number;
  /** White space before the first cell. */
  indent: number;
  cells: (string | undefined)[];
}

/** Rows that decide what a column holds. */
const MAX_SAMPLE_ROWS = 500;
/** So many rows or columns block the event loop for a few milliseconds. */
const ROWS_PER_TURN = 500;
const COLUMNS_PER_TURN = 10;

/** A table whose cells are in memory. */
export class SmallSumTable implements SumTable {
  private constructor(
    private readonly rows: readonly Row[],
    private readonly raw: RawTable,
  ) {}

  static async read(connection: Connection, raw: RawTable): Promise<SmallSumTable> {
    const cells = raw.headers.map((_, index) => `c${index + 1}[:${MAX_CELL_CHARACTERS}]`);
    const read = rowsInBatches(
      connection,
      `SELECT rowid::DOUBLE, (${raw.sourceRow})::DOUBLE, [${cells.join(', ')}] FROM ${raw.table} ORDER BY rowid`,
      cells.length,
    );
    const rows: Row[] = [];
    for await (const [rowId, sourceRow, texts] of read as AsyncIterable<[number, number, (string | null)[]]>) {
      rows.push({ rowId, sourceRow, indent: /^\s*/.exec(texts[0] ?? '')![0].length, cells: texts.map(cellText) });
    }
    return new SmallSumTable(rows, raw);
  }

  async columnKinds(): Promise<ColumnKinds> {
    const step = Math.ceil(this.rows.length / MAX_SAMPLE_ROWS);
    const sample = this.rows.filter((_, index) => index % step === 0 || index === this.rows.length - 1);
    const kinds: ColumnKinds = { labels: [], numbers: [], marks: ['POINT'] };
    for (let column = 0; column < this.raw.headers.length; column++) {
      if (column % COLUMNS_PER_TURN === 0) await nextTurn();
      const cells = sample.map((row) => row.cells[column]).filter((cell) => cell !== undefined);
      if (cells.length === 0) continue;
      const numbers = cells.filter((cell) => isNumber(cell, 'POINT') || isNumber(cell, 'COMMA'));
      (numbers.length * 2 < cells.length ? kinds.labels : kinds.numbers).push(column);
      if (numbers.some((cell) => cell.includes(','))) kinds.marks = ['POINT', 'COMMA'];
    }
    return kinds;
  }

  async candidates({ labels }: ColumnKinds, found: ReadonlySet<number>): Promise<Candidate[]> {
    const candidates: Candidate[] = [];
    for (const [index, row] of this.rows.entries()) {
      if (index % ROWS_PER_TURN === 0) await nextTurn();
      const { kind, name } = sumLabel(row.cells, labels);
      const reason = found.has(row.rowId) ? 'FOUND' : kind;
      // Without a column of labels, any row with a gap looks like a row without a label.
      const isEdge = index === 0 || index === this.rows.length - 1;
      if (reason === null || (reason === 'BLANK' && labels.length === 0 && !isEdge)) continue;
      candidates.push({ ...row, kind: reason, name, above: this.rows[index - 1]?.cells ?? [] });
    }
    return candidates;
  }

  async sumsByStructure({ numbers }: ColumnKinds, mark: DecimalMark): Promise<Set<number>> {
    const columns: Float64Array[] = [];
    for (const column of numbers) {
      await nextTurn();
      const amount = (cell: string | undefined) => (cell?.includes('%') ? null : amountOf(cell, mark)) ?? Number.NaN;
      columns.push(Float64Array.from(this.rows, ({ cells }) => amount(cells[column])));
    }
    return new Set([...(await structuralSums(columns))].map((index) => this.rows[index]!.rowId));
  }

  async outline({ labels, numbers }: ColumnKinds, mark: DecimalMark): Promise<OutlineGroup[]> {
    const isIndented = this.rows.some(({ indent }) => indent > 0);
    if (!isIndented || labels[0] !== 0 || numbers.length === 0) return [];
    const amount = (cell: string | undefined) => (cell?.includes('%') ? null : amountOf(cell, mark));
    return provenOutline(
      this.rows.map(({ rowId, indent, cells }) => {
        const amounts = numbers.map((column) => amount(cells[column]));
        return { rowId, indent, label: cells[0] ?? '', amounts };
      }),
    );
  }

  async sumsByFormula(kinds: ColumnKinds): Promise<Set<number>> {
    return rowsOfFormulas(this.rows, this.raw, kinds);
  }

  async amounts(candidates: readonly Candidate[], columns: readonly number[], mark: DecimalMark): Promise<Amounts> {
    const isCandidate = new Set(candidates.map(({ rowId }) => rowId));
    const amounts: Amounts = { candidates: [], between: [emptySection(columns.length)] };
    for (const [index, { rowId, cells }] of this.rows.entries()) {
      if (index % ROWS_PER_TURN === 0) await nextTurn();
      const row = columns.map((column) => amountOf(cells[column], mark));
      if (isCandidate.has(rowId)) {
        amounts.candidates.push(row);
        amounts.between.push(emptySection(columns.length));
        continue;
      }
      const section = amounts.between.at(-1)!;
      section.rows++;
      for (const [column, amount] of row.entries()) {
        if (amount === null) continue;
        section.sums[column]! += amount;
        section.counts[column]!++;
      }
    }
    return amounts;
  }
}
