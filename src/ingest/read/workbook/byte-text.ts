import { unreadable } from './unreadable.js';
import { MAX_TOKEN_BYTES, type XmlCursor } from './xml-cursor.js';
import { decodeSpreadsheetEscapes } from './xml-text.js';

const UNDERSCORE = 0x5f;
const LOWER_X = 0x78;

/** Bytes [start, end) of a reused buffer; valid until the owner reads the next token or cell. */
export interface ByteRange {
  bytes: Buffer;
  start: number;
  end: number;
}

/** UTF-8 text collected from the tokens of an element. */
export class ByteText implements ByteRange {
  bytes = Buffer.allocUnsafe(1024);
  readonly start = 0;
  end = 0;

  clear(): void {
    this.end = 0;
  }

  /** Appends the cursor's text token. */
  append(xml: XmlCursor): void {
    if (!xml.plain) {
      this.appendString(xml.textContent());
      return;
    }
    const { bytes: source, start, end } = xml;
    this.reserve(end - start);
    const { bytes } = this;
    let to = this.end;
    // Most cells have a few bytes; for these a loop is faster than a native call.
    for (let at = start; at < end; at++) bytes[to++] = source[at]!;
    this.end = to;
  }

  replaceWith(text: string): void {
    this.end = 0;
    this.appendString(text);
  }

  private appendString(text: string): void {
    this.reserve(text.length * 3);
    this.end += this.bytes.write(text, this.end);
  }

  /** Resolves escapes such as `_x000D_`. Call it when the text is complete. */
  resolveEscapes(): void {
    const { bytes, end } = this;
    for (let at = 0; at + 7 <= end; at++) {
      if (bytes[at] === UNDERSCORE && bytes[at + 1] === LOWER_X) {
        this.replaceWith(decodeSpreadsheetEscapes(bytes.toString('utf8', 0, end)));
        return;
      }
    }
  }

  /** @throws UNREADABLE_FILE if the text exceeds MAX_TOKEN_BYTES, the limit of a single token */
  private reserve(size: number): void {
    if (this.end + size <= this.bytes.length) return;
    if (this.end > MAX_TOKEN_BYTES)
      throw unreadable('the workbook', `has a cell with more than ${MAX_TOKEN_BYTES} bytes of text`);
    const grown = Buffer.allocUnsafe((this.end + size) * 2);
    this.bytes.copy(grown, 0, 0, this.end);
    this.bytes = grown;
  }
}
