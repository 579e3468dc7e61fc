import type { MarkerContext } from '../cells/cell.js';
import type { AskedColumn } from './column-query.js';
import type { FamiliarNumbers } from './familiar-numbers.js';
import type { HeaderMeaning } from './header-words.js';
import type { ColumnKind } from './sample.js';

/** What is known of every column before its kind is. */
export interface ColumnCells {
  /** `c1`, `c2`, …: the column of the raw table. */
  raw: string;
  /** Temporary table that holds each distinct raw cell once; null where cells hardly repeat. */
  distinct: string | null;
  header: string;
  meaning: HeaderMeaning;
  /** SQL of the trimmed cell, NULL where blank. */
  cell: string;
  /** Some cell has white space at its edges. */
  trimmed: boolean;
  /** Cells that are not blank. */
  filled: number;
  /** Bytes of the longest cell. */
  longest: number;
  markers: MarkerContext;
  nullMarkers: number;
  samples: string[];
}

export interface Digits {
  /** The most digits on either side of the decimal mark, after scaling; closing zeros of a fraction do not count. */
  integerDigits: number;
  fractionDigits: number;
  /** Cells that begin with a zero that a number would lose: `026`. */
  leadingZeros: number;
}

/** First counts of a column: enough to settle most columns without another look. */
export interface Overview extends ColumnCells, AskedColumn {
  candidates: ReadonlySet<ColumnKind>;
  /** Null markers by context: `-` is one among numbers and a text among texts. */
  valueMarkers: number;
  textMarkers: number;
  /** Cells that are exactly `NA`. */
  literalNa: number;
  booleans: number;
  /** Null where the column cannot be one of numbers. */
  familiar: FamiliarNumbers | null;
}

/** A reading of a whole column that may or may not be taken. */
export interface Examined<T> {
  /** Cells that parse, to be held against the share that must. */
  parsed: number;
  reading: T;
}
