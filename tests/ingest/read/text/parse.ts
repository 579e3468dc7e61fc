import type { Dialect } from '../../../../src/ingest/read/text/record-dialect.js';
import { RecordScanner } from '../../../../src/ingest/read/text/records.js';

export const COMMA: Dialect = { delimiter: ',', quote: '"', newline: '\n' };

/** All records of a whole text, as our own reader has them. */
export function parse(text: string, dialect: Dialect = COMMA): string[][] {
  const bytes = Buffer.from(text);
  const scanner = new RecordScanner(dialect);
  const records: string[][] = [];
  for (let at = 0; at < bytes.length; at = scanner.next) {
    if (!scanner.scan(bytes, at, bytes.length, true)) throw new Error('a whole text has whole records');
    records.push(scanner.cells());
  }
  return records;
}

/** RFC 4180, quoting where it must and where `always` says. */
export function write(rows: readonly (readonly string[])[], dialect: Dialect = COMMA, always = false): string {
  const { delimiter, quote } = dialect;
  const cell = (text: string) => {
    const needed = [delimiter, quote, '\r', '\n'].some((mark) => text.includes(mark)) || /^\s|\s$/.test(text);
    return needed || always ? quote + text.replaceAll(quote, quote + quote) + quote : text;
  };
  return rows.map((row) => row.map(cell).join(delimiter) + dialect.newline).join('');
}
