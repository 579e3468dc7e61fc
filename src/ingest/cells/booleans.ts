import { quoteText } from '../../duckdb/quote.js';

/** Words for true and false in six languages. 0 and 1 stay numbers; single letters but y and n are codes. */
const TRUE = [
  'true',
  'yes',
  'y',
  'vrai',
  'oui',
  'wahr',
  'ja',
  'verdadero',
  'sí',
  'si',
  'vero',
  'sì',
  'verdadeiro',
  'sim',
];
const FALSE = ['false', 'no', 'n', 'faux', 'non', 'falsch', 'nein', 'falso', 'não', 'nao'];

export function isBoolean(cell: string): boolean {
  const word = cell.toLowerCase();
  return TRUE.includes(word) || FALSE.includes(word);
}

/** SQL: BOOLEAN of a trimmed cell, NULL where it is neither. */
export function booleanSql(cell: string): string {
  const list = (words: string[]) => words.map(quoteText).join(', ');
  // No word has more than 10 bytes; the length is far cheaper to test than the word.
  return (
    `CASE WHEN strlen(${cell}) > 10 THEN NULL WHEN lower(${cell}) IN (${list(TRUE)}) THEN true ` +
    `WHEN lower(${cell}) IN (${list(FALSE)}) THEN false END`
  );
}
