/** How a delimited text (UTF-8) is split into records and cells. */
export interface Dialect {
  /** Usually one character. ALIGNED: two or more blanks, between columns that are aligned. */
  delimiter: string;
  quote: '"' | "'";
  /** The most frequent line end. A `\r` without `\n` ends a line only if this is `\r` (classic Mac OS). */
  newline: '\n' | '\r\n' | '\r';
  /** Another delimiter that only occurs at line ends (`a,b;;;`); it belongs to the line end. */
  lineTail?: string;
  /** True if a backslash before a quote, a delimiter or a backslash is an escape, as MySQL and others write. */
  escapes?: boolean;
}

/** A delimiter of any number of blanks from two on. */
export const ALIGNED = '  ';
