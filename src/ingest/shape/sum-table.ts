import type { DecimalMark } from '../../model/dataset.js';
import type { OutlineGroup } from './indented-outline.js';

/** Longer cells are neither numbers nor names of sums; a cell can have megabytes. */
export const MAX_CELL_CHARACTERS = 200;

/**
 * A raw table as the search for sums sees it. Small tables are read into memory, where a search takes milliseconds; large ones
 * are searched by DuckDB.
 */
export interface SumTable {
  columnKinds(): Promise<ColumnKinds>;
  /** Rows that may be sums, in the order of the file; empty where there are too many of them to compare. */
  candidates(kinds: ColumnKinds, found: ReadonlySet<number>): Promise<Candidate[]>;
  /** rowids of rows that the structure alone proves to be sums (structural-sums.ts). */
  sumsByStructure(kinds: ColumnKinds, mark: DecimalMark): Promise<Set<number>>;
  /** The rows that sum the indented rows below them; none where their sums do not prove it. */
  outline(kinds: ColumnKinds, mark: DecimalMark): Promise<OutlineGroup[]>;
  /** rowids of rows with a formula that sums others. */
  sumsByFormula(kinds: ColumnKinds): Promise<Set<number>>;
  amounts(candidates: readonly Candidate[], columns: readonly number[], mark: DecimalMark): Promise<Amounts>;
}

/** The columns by index. */
export interface ColumnKinds {
  /** Columns of which most filled cells are no numbers. */
  labels: number[];
  /** The other columns that are not blank. */
  numbers: number[];
  /** The decimal marks with which the numbers may be read. */
  marks: DecimalMark[];
}

/**
 * Why a row may be a sum: its name surely or possibly says so, it has no label, or it is named as an average or a count.
 * FOUND: something else already proves it.
 */
export type CandidateKind = 'SURE' | 'LIKELY' | 'BLANK' | 'AVERAGE' | 'COUNT' | 'FOUND';

/** A row that may be a sum of others. */
export interface Candidate {
  rowId: number;
  /** 1-based, in the source. */
  sourceRow: number;
  kind: CandidateKind;
  /** '' without one. */
  name: string;
  /** Trimmed; undefined where blank. */
  cells: (string | undefined)[];
  /** The cells of the row above. */
  above: (string | undefined)[];
}

/**
 * Consecutive rows between proven sums: the sums of their columns, how many of their cells are numbers, and the number of
 * rows. The rows covered by a proven sum become one section, so that sums of sums can be proven.
 */
export interface Section {
  sums: number[];
  counts: number[];
  rows: number;
}

export interface Amounts {
  candidates: (number | null)[][];
  /** The sections before, between and after the candidates. */
  between: Section[];
}

export function emptySection(columns: number): Section {
  return { sums: Array<number>(columns).fill(0), counts: Array<number>(columns).fill(0), rows: 0 };
}
