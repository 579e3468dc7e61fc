/**
 * Normalized column names (SEMANTICS.md §1, "headers"): NFKC, without accents of Latin and Greek letters, lower case. Runs
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

export function normalizeHeader(header: string): string {
  return (
    header
      .normalize('NFKD')
      // In other scripts marks distinguish letters: カ and ガ, и and й, or the vowels of a word.
      .replace(/([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu, '$1')
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}]+/gu, '_')
      .replace(/^_+|_+$/g, '')
  );
}
