import type { ColumnOptions } from '../../model/dataset.js';
import type { MarkerContext } from '../cells/cell.js';
import type { QueriedColumn } from './column-query.js';
import type { CommonNumbers } from './common-numbers.js';
import type { HeaderMeaning } from './header-meaning.js';
import type { ColumnKind, ColumnSample } from './sample.js';

/** The properties of a column that do not depend on its kind. */
export interface ColumnCells {
  /** `c1`, `c2`, …: the column of the raw table. */
  raw: string;
  /** Temporary table of the distinct raw cells; null if cells hardly repeat. */
  distinct: string | null;
  /** ColumnSample.allDiffer. */
  allDiffer: boolean;
  header: string;
  /** What a person said about the column, as far as it was applied. */
  given: ColumnOptions | null;
  meaning: HeaderMeaning;
  /** SQL of the trimmed cell, NULL where blank. */
  cell: string;
  /** Whether any cell has white space at its edges. */
  trimmed: boolean;
  /** Number of cells that are not blank. */
  filled: number;
  /** Length of the longest cell in bytes. */
  longest: number;
  markers: MarkerContext;
  nullMarkers: number;
  samples: string[];
  /** ColumnSample.namesOfNothing. */
  sampledNames: number;
}

export interface Digits {
  /** Maximum number of digits on each side of the decimal mark, after scaling. Trailing zeros of a fraction do not count. */
  integerDigits: number;
  fractionDigits: number;
  /** Number of cells with a leading zero that a number would lose: `026`. */
  leadingZeros: number;
}

/** The first counts of a column. They decide the kind of most columns without further queries. */
export interface Overview extends ColumnCells, QueriedColumn {
  candidates: ReadonlySet<ColumnKind>;
  sample: ColumnSample;
  /** Whether the reader printed the numbers, because the cells of the file hold numbers. */
  isWorkbook: boolean;
  /** Null markers by context: `-` is a null marker in a column of numbers, and a text in a column of texts. */
  valueMarkers: number;
  textMarkers: number;
  /** Number of cells that are exactly `NA`. */
  literalNa: number;
  booleans: number;
  /** Null if the column cannot contain numbers. */
  common: CommonNumbers | null;
}

/** A possible reading of a whole column. */
export interface Examined<T> {
  /** Number of cells that parse, to be compared with MIN_TYPED_SHARE. */
  parsed: number;
  reading: T;
}
