import { quoteText } from '../../duckdb/quote.js';
import { isNullMarkerSql } from '../cells/cell.js';
import { isNumberSql } from '../cells/numbers.js';
import { countWhere } from './column-query.js';
import type { ExaminedNumbers } from './examine-annotated-numbers.js';

/** Below MIN_TYPED_SHARE a column stays numeric from this share on, if the other cells are placeholders. */
const MIN_AMOUNTS_SHARE = 0.8;

/** What people write where an amount is not known yet, in lower case without a closing point. */
const PLACEHOLDERS = [
  'tbc tbd tba pending unknown open various nil missing unavailable withheld confidential redacted waived free included',
  'à confirmer|à définir|à déterminer|en attente|inconnu|non communiqué|nc|n.c|sur demande|gratuit',
  'offen|ausstehend|unbekannt|auf anfrage|noch offen|k.a|keine angabe|wird nachgereicht|entfällt|inklusive',
  'pendiente|por confirmar|por definir|desconocido|a consultar|sin dato|s/d|gratis',
  'da definire|da confermare|in attesa|sconosciuto|su richiesta|n.d|gratuito',
  'a definir|a confirmar|pendente|desconhecido|sob consulta|a combinar',
  'nog onbekend|onbekend|in afwachting|op aanvraag|nader te bepalen|ntb',
  'okänt|väntar|på begäran|ej fastställt|ukendt|afventer|ukjent',
  'do ustalenia|nieznane|oczekuje|na zapytanie|brak|brak danych|bd',
  'neznámé|na dotaz|na vyžiadanie|ismeretlen|függőben|necunoscut|nepoznato|na upit',
  'уточняется|неизвестно|по запросу|нет данных|ожидается|невідомо|не указано',
  'bilinmiyor|beklemede|belirlenecek|άγνωστο|εκκρεμεί|未定|不明|要確認|お問い合わせ|待定|未知|미정',
  'on request|upon request|to be confirmed|to be determined|to be decided|to be advised|not available|not known|not disclosed|price on application|poa|n/k',
];
const WORDS = PLACEHOLDERS.flatMap((line, index) => line.split(index === 0 ? ' ' : '|'));

/**
 * Whether a column of which less than 95 % are numbers holds amounts all the same (SEMANTICS.md §2): at least 80 % are
 * numbers, all other cells are placeholders, and the cells or the header show that they are amounts. Sizes (36, 38, M, L) are
 * not.
 */
export async function areAmounts({ column, reading, parsed }: ExaminedNumbers, parsable: number): Promise<boolean> {
  if (parsable === 0 || parsed < parsable * MIN_AMOUNTS_SHARE) return false;
  const { meaning, source, trim } = column;
  const { currency, thousands } = reading.features;
  const isShown =
    currency.count + thousands.count > 0 || reading.fractionDigits > 0 || meaning.currency || meaning.money;
  if (!isShown || meaning.identifier) return false;
  const words = WORDS.map(quoteText).join(', ');
  const [found] = await source.query({
    trim,
    select: [countWhere(`lower(rtrim(cell, '.?!')) NOT IN (${words})`)],
    where: `cell IS NOT NULL AND NOT ${isNullMarkerSql('cell', 'value')} AND NOT ${isNumberSql('cell', reading.mark)}`,
  });
  return Number(found![0]) === 0;
}
