import { isPlaceholder } from '../cells/placeholders.js';

/** Marks of a missing value that name no column. Words do: the price of a share is `Open`, a column of marks `x`. */
const NO_NAME = /^(tb[acd]|pending|withheld|on request|\?+|\.+|[:/])$/i;

/** Whether a cell is a mark of a value that is missing or not known yet. It says nothing about the kind of its column. */
export function isMissing(text: string): boolean {
  return NO_NAME.test(text) || /^x$/i.test(text) || isPlaceholder(text);
}

/** Whether a mark of a missing value may name a column as well. */
export function mayBeName(text: string): boolean {
  return !NO_NAME.test(text);
}

/** A unit alone: short, or in brackets or quotes (`EUR`, `[kg]`, `'t'`, `in thousands`, `%`). */
const UNIT =
  /^['"([].*['")\]]$|^(in )?(thousands?|millions?|billions?|tausend|mio\.?|mrd\.?|tsd\.?|milliers|millones|miles)\b|[%€$£¥‰°²³/]|^(k|m|t)?(eur|usd|gbp|chf|jpy|sek|nok|dkk|pln|czk|huf|cad|aud|inr|cny|brl)$/i;

/** Units that cells of data hold as well. */
const UNIT_OF_THINGS =
  /^(k?g|t|to|k?m|cm|mm|l|ml|hl|h|hrs?|min|s|days?|pcs?|pieces?|units?|stk|stück|k?wh?|mwh|gwh)\.?$/i;

export function isUnit(text: string): boolean {
  return UNIT.test(text) || UNIT_OF_THINGS.test(text);
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

/** As isMeasure, where a unit such as `pcs` may be a value. */
export function namesMeasure(text: string): boolean {
  return isMeasure(text) && !UNIT_OF_THINGS.test(text);
}

/** The second line of a header may have one word for all of its columns: their type, or what kind of figures they hold. */
const TYPE_OR_SCENARIO =
  /^\W*(int(eger)?|(n?var)?char|text|string|decimal|numeric|number|float|double|currency|actuals?|plan(ned)?|budget|forecast|target|(un)?audited|restated|provisional|estimated?|ist|soll|vorjahr|real|réel|prévu|budžet|previsto|presupuesto|consuntivo|preventivo|realizado|orçado|werkelijk|begroot)\W*$/iu;

export function namesTypeOrScenario(text: string): boolean {
  return TYPE_OR_SCENARIO.test(text);
}
