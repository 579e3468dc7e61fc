import { TextDecoder } from 'node:util';
import { unreadable } from './unreadable.js';
import { XmlCursor } from './xml-cursor.js';

/**
 * Passes every token of an XML part to `onToken`, which may return false to stop early.
 *
 * @throws UNREADABLE_FILE if the part is not well-formed, as far as it was read
 */
export async function readXml(
  chunks: AsyncIterable<Buffer>,
  part: string,
  onToken: (cursor: XmlCursor) => unknown,
): Promise<void> {
  const cursor = new XmlCursor(part);
  for await (const chunk of utf8(chunks, part)) {
    cursor.push(chunk);
    while (cursor.next()) if (onToken(cursor) === false) return;
  }
  cursor.finish();
}

/** Converts XML from the encoding that its first bytes declare (XML 1.0, appendix F) to UTF-8. */
async function* utf8(chunks: AsyncIterable<Buffer>, part: string): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | null | undefined;
  for await (const chunk of chunks) {
    if (decoder === undefined) decoder = decoderFor(chunk, part);
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk;
  }
}

/** @returns null for UTF-8, which needs no decoder */
function decoderFor(start: Buffer, part: string): TextDecoder | null {
  const encoding = declaredEncoding(start);
  if (/^(utf-?8|us-ascii)$/i.test(encoding)) return null;
  try {
    return new TextDecoder(encoding);
  } catch (error) {
    throw unreadable(part, `is in the unknown encoding "${encoding}"`, { cause: error });
  }
}

function declaredEncoding(start: Buffer): string {
  const [first, second] = start;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0x3c && second === 0x00) return 'utf-16le';
  if (first === 0x00 && second === 0x3c) return 'utf-16be';
  const declaration = /^<\?xml[^>]*\bencoding\s*=\s*["']([^"']{1,40})["']/.exec(start.toString('latin1', 0, 200));
  return declaration?.[1] ?? 'utf-8';
}
