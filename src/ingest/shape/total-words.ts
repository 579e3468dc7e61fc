/**
 * Names of rows and columns of sums, including those that the pivot tables of spreadsheets write: English, French, German,
 * Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Danish, Norwegian, Finnish, Czech, Slovak, Hungarian, Romanian,
 * Croatian, Turkish, Greek, Russian, Ukrainian, Bulgarian, Japanese, Chinese, Korean, Arabic, Hebrew, Vietnamese, Thai.
 */
const WORDS = [
  'totals?|totaux|totale[ns]?|totali|totais|totales|totaal|totalt|totalsumma|totaalbedrag|subtotaal|eindtotaal|deeltotaal',
  'gesamt|insgesamt|gesamtsumme|gesamtergebnis|gesamtbetrag|endsumme|teilsumme|summe|summen',
  'razem|ogółem|ogolem|łącznie|delsumma|slutsumma|delsum|hovedsum|yhteensä|välisumma|kokonaissumma',
  'celkem|celkom|součet|mezisoučet|súčet|medzisúčet|összesen|mindösszesen|részösszeg|végösszeg|ukupno|sveukupno',
  'toplam|σύνολο|συνολο|итого|всего|итог|разом|усього|всичко|общо',
].join('|');
/** Without a space between words. */
const EASTERN_WORDS =
  '合計|総計|小計|累計|总计|合计|小计|累计|總計|共计|共計|总额|합계|총계|소계|총합계|누계|المجموع|الإجمالي|إجمالي|סה["״]כ|סך הכל|tổng cộng|tổng|รวมทั้งหมด|รวม';
/** Also names of places and people: `Somme` is a department, `Suma` a town. */
const AMBIGUOUS = 'somme|somma|suma|soma|sum|summa|som|spolu|kokku|i alt|viso|計|계|jumlah';

const TOTAL = `${WORDS}|${EASTERN_WORDS}`;
const SUM = `${TOTAL}|${AMBIGUOUS}`;

/** A space or a line end in a cell. */
const GAP = '[\\s\u00a0]+';
/** What may follow a name: punctuation, and the unit in brackets. */
const END = '[\\s\u00a0:.*]*(?:[(\\[][^()\\[\\]]{0,30}[)\\]][\\s\u00a0:.]*)?';

/** `North sum`, but not `Lump sum`, which is a payment: words in -mp are few. RE2 looks neither ahead nor behind. */
const NAMED_SUM = '(?:.*(?:[^p]|[^m]p))?[^\\p{L}]sum';

const QUALIFIER = '(?:grand|overall|net|gross|sub|zwischen|sous|general|genel|ara|общий|промежуточный|γενικό|μερικό)';
const ADJECTIVE =
  '(?:general|général|générale|generale|geral|partiel|partielle|parziale|parcial|końcowa|общий|generał|complessivo)';

/** `Total`, `Grand total:`, `Subtotal`, `Total général`, `Total (€)`. */
function alone(words: string): string {
  return `(?:${QUALIFIER}(?:${GAP}|-)?)?(?:${words})(?:${GAP}${ADJECTIVE})?`;
}

/** `Total for Current`; but not `Total Energies`, which is a company. */
const OF_SOMETHING = `(?:${SUM})${GAP}(?:for|of|per|by|pour|des?|du|für|von|del|della|di|do|da|van|voor|all|alle)(?:[^\\p{L}].*)?`;
/** `Total: Campaigns`, `Total – North`. */
const OF_NAMED = `(?:${alone(TOTAL)})(?:(?:${GAP})?[:：]|${GAP}[-–—])(?:${GAP})?\\p{L}.*`;
/** `Subtotal North`. */
const PART = `(?:sub(?:${GAP}|-)?|sous(?:${GAP}|-)|zwischen)(?:${SUM})\\b.*`;
/** `North total`; `東京合計`. */
const NAMED = `.*[^\\p{L}](?:${WORDS}|ergebnis)|.*(?:${EASTERN_WORDS})|${NAMED_SUM}`;

/**
 * Regular expression (with the options i and s) of a whole cell that names a sum of other rows in
 * words that hardly mean anything else. A name in two languages is two such names.
 */
export const NAMES_SUM = inTwoLanguages(
  [alone(TOTAL), OF_SOMETHING, OF_NAMED, PART, NAMED].map((name) => `(?:${name})${END}`).join('|'),
);

/** The same with words that are names too. They prove nothing alone. */
export const MAY_NAME_SUM = inTwoLanguages(`(?:${alone(SUM)})${END}`);

/** `Total / Totaal`, or one below the other in a cell. */
function inTwoLanguages(name: string): string {
  return `(?:${name})(?:\\s*[\\r\\n/|]\\s*(?:${name}))?`;
}

/** A cell that begins with such a name: `Total North`, but also `Total Energies`. */
export const BEGINS_WITH_SUM = `(?:${alone(SUM)})(?:[^\\p{L}].*)?`;

/** The sum so far at the end of a page, and its repetition at the beginning of the next one, in ledgers that were printed. */
export const NAMES_CARRIED = `(?:(?:balance|total|amount)${GAP})?(?:carried|brought)${GAP}(?:forward|over|down)(?:[^\\p{L}].*)?|[cb]/(?:f|fwd|d)|(?:zwischen)?übertrag(?:[^\\p{L}].*)?|(?:à${GAP}|a${GAP})?report(?:er)?|a${GAP}riportare|riporto|suma${GAP}y${GAP}sigue|suma${GAP}anterior|(?:do|z)${GAP}przeniesienia|átvitel|áthozat${END}`;

/** Averages of rows. */
export const NAMES_AVERAGE = `(?:average|avg\\.?|mean|durchschnitt|mittelwert|moyenne|promedio|media|média|gemiddelde|średnia|medelvärde|genomsnitt|gjennomsnitt|gennemsnit|keskiarvo|průměr|átlag|ortalama|среднее|в среднем|平均|평균)${END}`;

/** Numbers of rows. */
export const NAMES_COUNT = `(?:count|anzahl|nombre|recuento|conteggio|contagem|aantal|liczba|antal|antall|lukumäärä|počet|darab|sayı|количество|件数|个数|計数|개수)${END}`;

/**
 * Regular expression (JavaScript and RE2) of a part in lower case that every cell of these names contains. The names
 * themselves are slow to match, so that only such cells are held against them.
 */
export const HINTS_AT_SUM = [
  'tota|sum(?:$|[^a-z])|summ|suma|somm|soma|som(?:$|[^a-z])|gesamt|ergebnis|[*]|delsum|hovedsum',
  'razem|ogó|ogol|łącznie|yhteens|celk|součet|súčet|összes|összeg|ukupno|toplam|σύνολο|συνολο|итог|всего|разом|усього',
  'всичко|общо|spolu|kokku|i alt|viso|計|계|jumlah|总额|计|總|المجموع|إجمالي|סה["״]כ|סך הכל|tổng|รวม',
  'avera|avg|mean|durchschnitt|mittelwert|moyenne|promedio|media|média|gemiddelde|średnia|medelvärde|genomsnitt|gjennomsnitt',
  'gennemsnit|keskiarvo|průměr|átlag|ortalama|средне|平均|평균|count|anzahl|nombre|conte|contagem|aantal|liczba|antal',
  'lukumäärä|počet|darab|sayı|количество|数|數|개수|누계',
  'carried|brought|[cb]/[fd]|übertrag|report|riport|przenies|átvitel|áthozat',
].join('|');

const HINTS_IN_JAVASCRIPT = new RegExp(HINTS_AT_SUM, 'u');

/** Whether a cell may be one of the names above. */
export function hintsAtSum(cell: string): boolean {
  return HINTS_IN_JAVASCRIPT.test(cell.toLowerCase());
}

const BEGINS_WITH_SUM_IN_JAVASCRIPT = new RegExp(`^(?:${BEGINS_WITH_SUM})$`, 'isu');

/** Whether a trimmed cell begins with "total", or is the `*` with which SAP marks sums. */
export function beginsWithTotal(cell: string): boolean {
  return (hintsAtSum(cell) && BEGINS_WITH_SUM_IN_JAVASCRIPT.test(cell)) || /^\*{1,4}$/.test(cell);
}

const SURELY_NAMES_SUM_IN_JAVASCRIPT = new RegExp(`^(?:${NAMES_SUM})$`, 'isu');

/** Whether a trimmed cell names a sum in words that hardly mean anything else. */
export function surelyNamesSum(cell: string): boolean {
  return hintsAtSum(cell) && SURELY_NAMES_SUM_IN_JAVASCRIPT.test(cell);
}

const NAMES_SUM_IN_JAVASCRIPT = new RegExp(`^(?:${NAMES_SUM}|${MAY_NAME_SUM})$`, 'isu');

/** Whether a trimmed cell or header names a sum of others. */
export function namesSum(text: string): boolean {
  return hintsAtSum(text) && NAMES_SUM_IN_JAVASCRIPT.test(text);
}
