import { isOneOfSql } from '../../duckdb/quote.js';

/** Words for true and false in six languages. 0 and 1 are numbers; single letters other than y and n are codes. */
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

/** SQL: a trimmed cell as BOOLEAN, NULL if it is neither true nor false. */
export function booleanSql(cell: string): string {
  // No word has more than 10 bytes, and the length is far cheaper to test than the word.
  return (
    `CASE WHEN strlen(${cell}) > 10 THEN NULL WHEN ${isOneOfSql(`lower(${cell})`, TRUE)} THEN true ` +
    `WHEN ${isOneOfSql(`lower(${cell})`, FALSE)} THEN false END`
  );
}
