/** A text as a cell of a CSV file (RFC 4180). An empty one is quoted, which distinguishes it from a blank cell. */
export function csvCell(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
