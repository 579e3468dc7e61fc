/** Full-width and half-width forms, and the ideographic space. */
const WIDTH_VARIANTS = /[\u3000\uFF01-\uFFEE]+/g;
/** Most names; folding them takes a tenth of the time. */
const PRINTABLE_ASCII = /^[ -~]*$/;
/** Folds to itself, although its capital is I. */
const DOTLESS_I = 'ı';

/**
 * The key of a spelling: texts with the same key are the same entity. Unicode NFC, width variants as their ordinary
 * form, Unicode default case folding, each run of white space one space, trimmed. DuckDB's `lower` folds differently, so
 * keys are made here only.
 */
export function foldSpelling(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text.toLowerCase().replaceAll(/ +/g, ' ').trim();
  const composed = text.replaceAll(WIDTH_VARIANTS, (run) => run.normalize('NFKC')).normalize('NFC');
  return [...composed].map(foldCase).join('').normalize('NFC').replaceAll(/\s+/g, ' ').trim();
}

/**
 * Default case folding of one character. `toLowerCase` of a whole text would depend on its neighbours (final sigma); the
 * detour by the capital expands ß to ss.
 */
function foldCase(character: string): string {
  if (character === DOTLESS_I) return character;
  return [...character.toLowerCase().toUpperCase()].map((each) => each.toLowerCase()).join('');
}
