/**
 * What begins a formula in a spreadsheet: `=`, `+`, `-` and `@`, and every character that NFKC turns into one of them
 * (full-width, small, super- and subscript), since East Asian editions of Excel accept those as well. The minus sign
 * U+2212 and its variants are included because LibreOffice reads it as `-`.
 */
const FORMULA_START =
  '[=+\\-@\u2212\u207A-\u207C\u208A-\u208C\u2A75\u2A76\uFB29\uFE62\uFE63\uFE66\uFE6B\uFF0B\uFF0D\uFF1D\uFF20]';
/** The start of the text, and where a spreadsheet that expects another delimiter begins a new cell. */
const CELL_START = '^|[;|\\t\\r\\n]';
/** What a spreadsheet may strip at the start of a cell: white space, control characters and invisible ones. */
const STRIPPED = '(?:(?![\\t\\r\\n])[\\s\\p{Cc}\\p{Cf}])*';
const FORMULA = new RegExp(`(${CELL_START})(?=${STRIPPED}${FORMULA_START})`, 'gu');
/** Stripped at the start of a cell, whatever follows. */
const STRIPPED_START = /^[\t\r]/;

/** The text with an apostrophe before each place where a spreadsheet that opens it in a CSV could start a formula. */
export function withoutFormulas(text: string): string {
  const plain = text.replaceAll(FORMULA, "$1'");
  return STRIPPED_START.test(plain) ? `'${plain}` : plain;
}
