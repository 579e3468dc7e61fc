/**
 * Names of rows and columns of sums in English, French, German, Spanish, Italian, Portuguese, Japanese, Chinese and
 * Russian, including those that the pivot tables of spreadsheets write.
 */
const TOTAL =
  'totals?|totaux|totale|totali|totais|gesamt|gesamtsumme|gesamtergebnis|summe|suma|somme|合計|総計|小計|合计|总计|小计|итого|всего';
const SUM = `${TOTAL}|sum`;

/** `North sum`, but not `Lump sum`, which is a payment: words in -mp are few. RE2 looks neither ahead nor behind. */
const NAMED_SUM = '(?:.*(?:[^p]|[^m]p))?[^\\p{L}]sum';

/** `Total`, `Grand total:`, `Subtotal`. */
const SUM_ALONE = `(?:(?:grand|overall|sub|zwischen|sous)[ -]?)?(?:${SUM})`;

/** `Total for Current`, `Total général`; but not `Total Energies`, which is a company. */
const SUM_OF_SOMETHING = `(?:${SUM}) (?:for|of|per|by|pour|des?|du|für|von|del|della|di|do|da|général|general|generale|geral)(?:[^\\p{L}].*)?`;

/**
 * Regular expression, for JavaScript and RE2, of a whole cell that names a sum of other rows: also `Subtotal North`,
 * `North total`.
 */
export const NAMES_SUM = [
  `${SUM_ALONE}[ :.]*`,
  SUM_OF_SOMETHING,
  `(?:sub[ -]?|sous[ -]|zwischen)(?:${SUM})\\b.*`,
  `(?:.*[^\\p{L}](?:${TOTAL}|ergebnis)|${NAMED_SUM})[ :.]*`,
].join('|');

/** The same of a cell that begins with such a name: `Total North`, but also `Total Energies`. */
export const BEGINS_WITH_SUM = `${SUM_ALONE}(?:[^\\p{L}].*)?`;

const BEGINS_WITH_SUM_IN_JAVASCRIPT = new RegExp(`^(?:${BEGINS_WITH_SUM})$`, 'isu');

/** Whether a trimmed cell begins with "total", or is the `*` with which SAP marks sums. */
export function beginsWithTotal(cell: string): boolean {
  return BEGINS_WITH_SUM_IN_JAVASCRIPT.test(cell) || /^\*{1,4}$/.test(cell);
}

const NAMES_SUM_IN_JAVASCRIPT = new RegExp(`^(?:${NAMES_SUM})$`, 'iu');

/** Whether a trimmed cell or header names a sum of others. */
export function namesSum(text: string): boolean {
  return NAMES_SUM_IN_JAVASCRIPT.test(text);
}
