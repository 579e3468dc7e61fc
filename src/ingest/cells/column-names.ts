/**
 * Normalized column names (SEMANTICS.md §1, "headers"): NFKC, accents of Latin and Greek letters dropped, lower case; runs
 * of characters that are neither letters nor digits of any script become `_`; empty → `column_<n>`; taken → `_2`, `_3`, …,
 * the next free one. Distinct whatever comes, `__proto__` and 5,000-character headers included.
 */
export function columnNames(headers: readonly string[]): string[] {
  const taken = new Set<string>();
  return headers.map((header, index) => {
    const wanted = normalizeHeader(header) || `column_${index + 1}`;
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}_${n}`;
    taken.add(name);
    return name;
  });
}

export function normalizeHeader(header: string): string {
  return (
    header
      .normalize('NFKD')
      // In other scripts marks are no ornament: カ for ガ, и for й or a word without its vowels would be another word.
      .replace(/([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu, '$1')
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}]+/gu, '_')
      .replace(/^_+|_+$/g, '')
  );
}
