/**
 * Normalized column names (docs/semantics.md §1, "headers"): NFKC, but for the vowels of Thai and Lao, without accents of Latin and Greek letters, lower case. Runs
 * of characters that are neither letters nor digits of any script become `_`. An empty name becomes `column_<n>`; a name
 * that is taken gets the next free suffix `_2`, `_3`, …. The names are distinct for any headers.
 */
export function columnNames(headers: readonly string[]): string[] {
  const taken = new Set<string>();
  return headers.map((header, index) => {
    const base = normalizeHeader(header) || `column_${index + 1}`;
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}_${n}`;
    taken.add(name);
    return name;
  });
}

/**
 * The index of the column that a person names: by its name, by its header, or by a text that normalizes to its name.
 * -1 if there is none.
 */
export function indexOfColumn(requested: string, names: readonly string[], headers: readonly string[]): number {
  const text = requested.trim();
  if (text === '') return -1;
  const byName = names.indexOf(text);
  if (byName !== -1) return byName;
  const byHeader = headers.findIndex((header) => header.trim() === text);
  return byHeader === -1 ? names.indexOf(normalizeHeader(text)) : byHeader;
}

/** The vowel am of Thai and Lao. NFKC takes it apart into two characters, which no keyboard writes. */
const VOWEL_AM = /([\u0e33\u0eb3])/;

export function normalizeHeader(header: string): string {
  return (
    header
      .split(VOWEL_AM)
      .map((part) => (VOWEL_AM.test(part) ? part : part.normalize('NFKD')))
      .join('')
      // In other scripts marks distinguish letters: カ and ガ, и and й, or the vowels of a word.
      .replace(/([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu, '$1')
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}]+/gu, '_')
      .replace(/^_+|_+$/g, '')
  );
}
