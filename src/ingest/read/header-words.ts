/** Marks of a value that is missing or not known yet. They say nothing about the kind of their column. */
const PLACEHOLDER = /^(tb[acd]|pending|withheld|on request|\?+|\.+|[:/x])$/i;

export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}

/** A mark of a missing value among values that names a column as well: `x`. */
export function isPlaceholderOrName(text: string): boolean {
  return /^x$/i.test(text);
}

/** A unit alone: short, or in brackets or quotes (`EUR`, `[kg]`, `'t'`, `in thousands`, `%`). */
const UNIT =
  /^['"([].*['")\]]$|^(in )?(thousands?|millions?|billions?|tausend|mio\.?|mrd\.?|tsd\.?|milliers|millones|miles)\b|[%€$£¥‰°²³/]|^(k|m|t)?(eur|usd|gbp|chf|jpy|sek|nok|dkk|pln|czk|huf|cad|aud|inr|cny|brl)$|^(k?g|t|to|k?m|cm|mm|l|ml|hl|h|hrs?|min|s|days?|pcs?|pieces?|units?|stk|stück|k?wh?|mwh|gwh)\.?$/i;

export function isUnit(text: string): boolean {
  return UNIT.test(text);
}

/** The name of a row of units. */
export function isUnitLabel(text: string): boolean {
  return /^\W*(units?|einheit(en)?|unités?|unidad(es)?|unità|unidades?|eenheid|enhet|enhed|yksikkö|jednotka|jednostka|единицы?|単位|单位|单位|단위)\W*$/iu.test(
    text,
  );
}

/** Words of amounts in a header, in the languages of header-meaning.ts. */
const MEASURE =
  /(^|\P{L})(amounts?|values?|totals?|sums?|price|cost|sales|revenue|quantity|qty|units?|balance|debit|credit|tax|vat|net|gross|betrag|wert|summe|preis|kosten|umsatz|menge|saldo|netto|brutto|montant|valeur|somme|prix|solde|quantité|importe|valor|precio|saldo|cantidad|importo|valore|prezzo|quantità|quantidade|preço|date|datum|fecha|data)(\P{L}|$)/iu;

/** Names a column of numbers or dates: the second line of a header such as `Net` over `amount`. */
export function isMeasure(text: string): boolean {
  return MEASURE.test(text) || isUnit(text);
}
