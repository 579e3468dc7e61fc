/** What people write where a value is not known yet, in lower case without a closing point. */
const LISTS = [
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
  // Offices of statistics: confidential, not applicable, too small.
  'c|x|/',
];

/** Each word of the lists. */
export const PLACEHOLDERS: readonly string[] = LISTS.flatMap((line, index) => line.split(index === 0 ? ' ' : '|'));
const WORDS = new Set(PLACEHOLDERS);

/** Whether a cell says that its value is not known yet. */
export function isPlaceholder(cell: string): boolean {
  return WORDS.has(cell.toLowerCase().replace(/[.?!]+$/, ''));
}
