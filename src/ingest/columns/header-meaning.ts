import { normalizeHeader } from '../cells/column-names.js';

/** What the words of a header say about its column, in English, French, German, Spanish, Italian and Portuguese. */
export interface HeaderMeaning {
  /** An id, code, number, zip, phone, sku: its values are never summed (SEMANTICS.md §2, "Identifier"). */
  identifier: boolean;
  /** An account: whole numbers are codes, but texts are names. */
  account: boolean;
  date: boolean;
  /** A point in time: `created_at`, `timestamp`, `event time`. */
  time: boolean;
  year: boolean;
  month: boolean;
  quarter: boolean;
  /** A period: `period`, `yearmonth`. */
  period: boolean;
  /** Percent, rate, margin, share: a `%` in one cell applies to all cells. */
  percent: boolean;
  /** The header contains a currency: `Amount (£)`. */
  currency: boolean;
  /** An amount, which can be summed. */
  amount: boolean;
}

const IDENTIFIER = words(
  'id ids uuid guid code codes cod codigo codice kode sku zip zipcode postal postcode plz phone telephone tel fax ' +
    'isbn issn ean upc gtin iban bic swift vat siret siren insee nif cif cnpj cpf ssn cik lei isin cusip ticker imei ref reference matricule kennung',
);
/** Words that mean an identifier only at the end: "transaction number" identifies, "number of orders" counts. */
const FINAL_IDENTIFIER = words('number no nr num numero numer nummer nro');
/** German compounds: Kundennummer, BelegNr, BU-Schlüssel. */
const IDENTIFIER_COMPOUND = /(?:nummer|nr|schlussel)$/;
/** Words that mean an account only at the end of a header. */
const FINAL_ACCOUNT = words('account acct konto compte cuenta conto conta');
const DATE = words('date datum fecha data dates day dt timestamp datetime jour tag dia giorno created updated posted');
const TIME = words(
  'timestamp datetime date created updated posted modified time ts epoch unixtime zeit zeitstempel heure hora horodatage',
);
const YEAR = words(
  'year yr years fy annee an exercice jahr haushaltsjahr geschaftsjahr ano anio ejercicio anno esercizio exercicio',
);
const MONTH = words('month months mois monat mes mese mon mth');
const QUARTER = words('quarter quarters qtr trimestre trim quartal');
const PERIOD = words('period periode periodo yearmonth yyyymm month mois monat quarter');
const PERCENT = words(
  'percent percentage pct rate margin share prozent pourcentage porcentaje percentuale taux anteil quote',
);
const CURRENCY = /[$€£¥₹]|(^|[^a-z])(usd|eur|gbp|jpy|chf|inr|euros?|dollars?|pounds?)([^a-z]|$)/i;
const AMOUNT = words(
  'amount amt value val total sales revenue spend spending cost costs price net gross turnover profit income payment paid ' +
    'montant valeur ventes chiffre cout betrag wert umsatz kosten importe valor ventas coste importo vendite ricavi montante vendas receita execute',
);

export function headerMeaning(header: string): HeaderMeaning {
  // "CustomerID" and "FiscalYear" are split into two words. "YearMonth" is also kept as one word.
  const separated = header.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  const tokens = normalizeHeader(separated).split('_');
  const last = tokens.at(-1)!;
  if (separated !== header) tokens.unshift(...normalizeHeader(header).split('_'));
  const has = (set: ReadonlySet<string>) => tokens.some((token) => set.has(token));
  return {
    identifier:
      has(IDENTIFIER) || FINAL_IDENTIFIER.has(last) || tokens.some((token) => IDENTIFIER_COMPOUND.test(token)),
    account: FINAL_ACCOUNT.has(last) || last.endsWith('konto'),
    date: has(DATE) || tokens.some((token) => /^(date|datum|fecha).+|.+(date|datum)$/.test(token)),
    time: has(TIME) || last === 'at',
    year: has(YEAR),
    month: has(MONTH),
    quarter: has(QUARTER),
    period: has(PERIOD),
    percent: has(PERCENT),
    currency: CURRENCY.test(header),
    amount: has(AMOUNT),
  };
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
