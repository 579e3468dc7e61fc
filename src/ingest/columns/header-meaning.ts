import { normalizeHeader } from '../cells/column-names.js';
import { DURATION, KIND_OR_CODE, MEASURE, MEASURE_WITHIN, MONEY, MONEY_WITHIN, OF, words } from './header-words.js';

/** What the words of a header say about its column. */
export interface HeaderMeaning {
  /** An id, code, number, zip, phone, sku: its values are never summed (docs/semantics.md §2, "Identifier"). */
  identifier: boolean;
  /** An account, a party or a thing with a number (vendor, material, plant): whole numbers are codes, but texts are names. */
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
  /** A word of money that no word of a kind or a code follows: "Cost", not "Cost centre". */
  money: boolean;
  /** What has a unit that is not money: a weight, a length. */
  measure: boolean;
  duration: boolean;
}

const IDENTIFIER = words(
  'id ids uuid guid code codes cod codigo codice kode sku zip zipcode postal postcode plz phone telephone tel fax ' +
    'isbn issn ean upc gtin barcode barcodes asin iban bic swift vat siret siren insee nif cif cnpj cpf ssn cik lei isin cusip ticker imei ref reference matricule kennung ' +
    'clave kod kodu kennziffer matricola matricula ico dic nip pesel regon oib pib rut ruc rfc dni nie cups folio inn инн кпп огрн код номер артикул',
);
/** Words that mean an identifier only at the end: "transaction number" identifies, "number of orders" counts. */
const FINAL_IDENTIFIER = words(
  'number no nr num numero numer nummer nro numarasi cislo nummero version versie versione verze wersja versjon versio',
);
/** Words that mean an identifier at the beginning, before the name of one thing: "Número de factura", "Nr faktury". */
const FIRST_IDENTIFIER = words('no nr num numero numer nummer nro n cislo');
/** Compounds: Kundennummer, BelegNr, BU-Schlüssel, 商品コード. */
const IDENTIFIER_COMPOUND = /(?:nummer|nr|schlussel|コード|番号|编号|代码|编码|編號|번호|코드)$/;
/** Words that mean codes only at the end of a header, over whole numbers: an account, a party, a thing with a number. */
const FINAL_ACCOUNT = words(
  'account acct konto compte cuenta conto conta rekening cont hesap счет рахунок',
  'customer client vendor supplier creditor debtor material plant store branch warehouse costcenter precinct ward',
  'kunde lieferant debitor kreditor werk lager artikel filiale kostenstelle sachkonto buchungskreis',
  'fournisseur article magasin cliente proveedor acreedor deudor almacen articulo tienda fornitore magazzino articolo negozio fornecedor loja artigo deposito',
  'klant leverancier kund leverantor kunde leverandør kontrahent odbiorca dostawca zakaznik dodavatel',
);
/** Two words that mean codes together. */
const ACCOUNT_PAIR = /(?:^|_)(?:(?:cost|profit)_(?:cent(?:er|re))|gl|g_l|centro_de_cost[oe]s?|centre_de_couts?)$/;
/** Words that make a count or an amount of what follows: "new customer", "sales per store". */
const COUNTS = words(
  'per by pro par por new active total sum average avg count of revenue sales cost costs amount value price spend margin profit share balance umsatz betrag kosten montant importe importo',
);
const DATE = words(
  'date datum fecha data dates day dt timestamp datetime jour tag dia giorno created updated posted dato tarih paiva дата 日付 日期 날짜',
);
const TIME = words(
  'timestamp datetime date created updated posted modified time ts epoch unixtime zeit zeitstempel zeitpunkt erstellt geandert aktualisiert angelegt heure hora horodatage cree creee modifie creado creada actualizado modificado creato creata aggiornato modificato criado criada atualizado aangemaakt gewijzigd skapad andrad oprettet opprettet luotu utworzono utworzony zmieniono vytvoreno vytvoren создан создано создана изменен изменено время 作成日時 更新日時 日時 创建时间 更新时间 时间 時間',
);
const YEAR = words(
  'year yr years fy annee an exercice jahr haushaltsjahr geschaftsjahr ano anio ejercicio anno esercizio exercicio jaar boekjaar rok vuosi yil ' +
    'год рік година 年 年度 年份 연도 년도',
);
/** Names of a column of years in tables of statistical offices, as the whole header. */
const STATISTICAL_TIME = words('time zeit temps tiempo tempo');
const MONTH = words(
  'month months mois monat mes mese mon mth maand manad miesiac mesic kuukausi месяц місяць 月 月份 월',
);
const QUARTER = words('quarter quarters qtr trimestre trim quartal kwartaal kvartal kwartal квартал 四半期 季度 분기');
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
  const own = [...tokens];
  const last = tokens.at(-1)!;
  if (separated !== header) tokens.unshift(...normalizeHeader(header).split('_'));
  const has = (set: ReadonlySet<string>) => tokens.some((token) => set.has(token));
  return {
    identifier:
      has(IDENTIFIER) ||
      FINAL_IDENTIFIER.has(last) ||
      identifiesFirst(own) ||
      tokens.some((token) => IDENTIFIER_COMPOUND.test(token)),
    account: ACCOUNT_PAIR.test(own.join('_')) || ((FINAL_ACCOUNT.has(last) || last.endsWith('konto')) && !has(COUNTS)),
    date: has(DATE) || tokens.some((token) => /^(date|datum|fecha).+|.+(date|datum)$/.test(token)),
    time: has(TIME) || last === 'at',
    year: has(YEAR) || STATISTICAL_TIME.has(own.join('_')),
    month: has(MONTH),
    quarter: has(QUARTER),
    period: has(PERIOD),
    percent: has(PERCENT),
    currency: CURRENCY.test(header),
    amount: has(AMOUNT),
    money: isMoney(own, header),
    measure: has(MEASURE) || MEASURE_WITHIN.test(header),
    duration: has(DURATION),
  };
}

/** "Número de factura" and "No. Invoice" name one thing; "Número de empleados" and "No. of orders" count several. */
function identifiesFirst(tokens: readonly string[]): boolean {
  const [first = '', second = ''] = tokens;
  const last = tokens.at(-1)!;
  if (tokens.length < 2 || !FIRST_IDENTIFIER.has(first)) return false;
  if (second === 'of' || second === 'di') return false;
  return !last.endsWith('s') || last.endsWith('ss');
}

/** Whether a word of money is what the header lists: not in "Cost centre", "mode de paiement", "Payment method". */
function isMoney(tokens: readonly string[], header: string): boolean {
  if (MONEY_WITHIN.test(header)) return true;
  const at = tokens.findLastIndex((token) => MONEY.has(token) || /(?:betrag|umsatz|preis|kosten|bedrag)$/.test(token));
  if (at === -1 || tokens.slice(at + 1).some((token) => KIND_OR_CODE.has(token))) return false;
  const isOfKind = KIND_OR_CODE.has(tokens[0]!) && tokens.slice(1, at).some((token) => OF.has(token));
  return !isOfKind;
}
