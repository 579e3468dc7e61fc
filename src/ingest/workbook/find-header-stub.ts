export function findHeader(
  rows: readonly (readonly (string | null)[])[],
  options: { headerRow?: number },
): { headerIndex: number; headerLines: number; headers: string[] } {
  const width = Math.max(0, ...rows.map((r) => r.length));
  const filled = (r: readonly (string | null)[]) => r.filter((c) => c !== null && !/^-?[\d.]+$/.test(c)).length;
  const headerIndex = options.headerRow
    ? options.headerRow - 1
    : rows.findIndex((r) => filled(r) >= Math.max(1, width * 0.6));
  return {
    headerIndex,
    headerLines: 1,
    headers: headerIndex < 0 ? [] : Array.from({ length: width }, (_, i) => rows[headerIndex]?.[i] ?? ''),
  };
}
