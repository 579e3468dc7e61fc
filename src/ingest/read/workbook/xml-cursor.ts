import { unreadable } from './unreadable.js';
import { decodeXmlText } from './xml-text.js';

export const OPEN = 1;
export const CLOSE = 2;
export const TEXT = 3;

/**
 * Excel allows 32,767 characters in a cell, at most 300 KB in any encoding. A larger token would cost memory and, because a
 * token cut by a chunk boundary is scanned again, time.
 */
export const MAX_TOKEN_BYTES = 1024 ** 2;
const MAX_DEPTH = 256;
const MAX_ATTRIBUTES = 64;

const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const COLON = 0x3a;
const AMPERSAND = 0x26;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const BANG = 0x21;
const QUESTION = 0x3f;

/** Hash of a local name, for comparisons: `name === xmlName('row')`. Prefixes are ignored: `x:row` equals `row`. */
export function xmlName(localName: string): number {
  const bytes = Buffer.from(localName);
  return nameOf(bytes, 0, bytes.length);
}

export function nameOf(bytes: Uint8Array, start: number, end: number): number {
  let name = 0;
  for (let at = start; at < end; at++) name = (Math.imul(name, 31) + bytes[at]!) | 0;
  return name;
}

/**
 * A pull tokenizer for chunks of UTF-8 XML that works on bytes. Call `push` with a chunk, then `next` until it returns
 * false, then push the next chunk. The token's fields are valid until then. It rejects document types (so entities cannot
 * expand) and mismatched tags.
 */
export class XmlCursor {
  kind = 0;
  /** Name hash of an element, see `xmlName`. */
  name = 0;
  /** A text token is bytes[start, end). */
  bytes = Buffer.alloc(0);
  start = 0;
  end = 0;
  /** True if the text is ASCII without references and carriage returns, so that its bytes are its characters. */
  plain = true;

  private at = 0;
  private limit = 0;
  private depth = 0;
  private sawRoot = false;
  private closePending = false;
  private isCdata = false;
  private readonly openNames = new Int32Array(MAX_DEPTH);
  private attributes = 0;
  private readonly attributeNames = new Int32Array(MAX_ATTRIBUTES);
  private readonly attributeStarts = new Int32Array(MAX_ATTRIBUTES);
  private readonly attributeEnds = new Int32Array(MAX_ATTRIBUTES);

  /** @param part name of the document in messages */
  constructor(private readonly part: string) {}

  push(chunk: Buffer): void {
    const rest = this.limit - this.at;
    if (rest > MAX_TOKEN_BYTES) throw unreadable(this.part, `has a text or tag of more than ${MAX_TOKEN_BYTES} bytes`);
    const needed = rest + chunk.length;
    const bytes = needed <= this.bytes.length ? this.bytes : Buffer.allocUnsafe(needed * 2);
    this.bytes.copy(bytes, 0, this.at, this.limit);
    chunk.copy(bytes, rest);
    this.bytes = bytes;
    this.at = 0;
    this.limit = needed;
  }

  /** @throws UNREADABLE_FILE if the document is incomplete */
  finish(): void {
    if (!this.sawRoot || this.depth > 0 || this.bytes.toString('latin1', this.at, this.limit).trim() !== '') {
      throw unreadable(this.part, 'ends in the middle');
    }
  }

  /** Moves to the next complete token. Returns false if it needs another chunk. */
  next(): boolean {
    if (this.closePending) {
      this.closePending = false;
      return this.closed(this.name);
    }
    while (this.at < this.limit) {
      if (this.bytes[this.at] !== LESS_THAN) return this.text();
      if (this.limit - this.at < 2) return false;
      const second = this.bytes[this.at + 1]!;
      if (second === SLASH) return this.closeTag();
      if (second !== BANG && second !== QUESTION) return this.openTag();
      if (second === QUESTION) {
        if (!this.skipTo('?>', 2)) return false;
      } else if (this.startsWith('<!--')) {
        if (!this.skipTo('-->', 4)) return false;
      } else if (this.startsWith('<![CDATA[')) {
        return this.cdata();
      } else if (this.limit - this.at < 9) {
        return false;
      } else {
        throw unreadable(this.part, 'has a document type declaration, which no spreadsheet program writes');
      }
    }
    return false;
  }

  /**
   * Consumes the next element in one step instead of three if it is spelled `<v>text</v>`, as nearly all values are. The text
   * becomes the current token. Returns false without any effect otherwise.
   *
   * @param openTag such as `<v>`
   */
  takeLeaf(openTag: Buffer): boolean {
    const { bytes, limit } = this;
    if (this.closePending || this.at + openTag.length > limit) return false;
    for (let i = 0; i < openTag.length; i++) if (bytes[this.at + i] !== openTag[i]) return false;
    const start = this.at + openTag.length;
    let plain = true;
    let at = start;
    for (; at < limit; at++) {
      const byte = bytes[at]!;
      if (byte === LESS_THAN) break;
      if (byte === AMPERSAND || byte === CARRIAGE_RETURN || byte >= 0x80) plain = false;
    }
    if (at + openTag.length + 1 > limit || bytes[at + 1] !== SLASH) return false;
    for (let i = 1; i < openTag.length; i++) if (bytes[at + 1 + i] !== openTag[i]) return false;
    this.setText(start, at, plain, false);
    this.at = at + openTag.length + 1;
    return true;
  }

  /** Index of an attribute of the open tag by name hash, for attributeStart and attributeEnd; -1 if it has none. */
  attribute(name: number): number {
    for (let i = 0; i < this.attributes; i++) if (this.attributeNames[i] === name) return i;
    return -1;
  }

  attributeStart(index: number): number {
    return this.attributeStarts[index]!;
  }

  attributeEnd(index: number): number {
    return this.attributeEnds[index]!;
  }

  attributeText(name: number): string | undefined {
    const index = this.attribute(name);
    return index < 0 ? undefined : this.decode(this.attributeStarts[index]!, this.attributeEnds[index]!);
  }

  /** The text token as a string. */
  textContent(): string {
    return this.isCdata ? this.bytes.toString('utf8', this.start, this.end) : this.decode(this.start, this.end);
  }

  private decode(start: number, end: number): string {
    const text = decodeXmlText(this.bytes.toString('utf8', start, end));
    if (text === null) throw unreadable(this.part, 'refers to an entity that XML does not define');
    return text;
  }

  private text(): boolean {
    const { bytes, limit } = this;
    let plain = true;
    let at = this.at;
    for (; at < limit; at++) {
      const byte = bytes[at]!;
      if (byte === LESS_THAN) break;
      if (byte === AMPERSAND || byte === CARRIAGE_RETURN || byte >= 0x80) plain = false;
    }
    if (at === limit) return false;
    this.setText(this.at, at, plain, false);
    this.at = at;
    return true;
  }

  private setText(start: number, end: number, plain: boolean, isCdata: boolean): void {
    this.start = start;
    this.end = end;
    this.plain = plain;
    this.isCdata = isCdata;
    this.kind = TEXT;
  }

  private cdata(): boolean {
    const start = this.at + 9;
    const end = this.bytes.subarray(0, this.limit).indexOf(']]>', start);
    if (end < 0) return false;
    this.setText(start, end, false, true);
    this.at = end + 3;
    return true;
  }

  private openTag(): boolean {
    const { bytes, limit } = this;
    let at = this.at + 1;
    let name = 0;
    let byte = 0;
    for (; at < limit; at++) {
      byte = bytes[at]!;
      if (byte <= SPACE || byte === SLASH || byte === GREATER_THAN) break;
      name = byte === COLON ? 0 : (Math.imul(name, 31) + byte) | 0;
    }
    this.attributes = 0;
    for (;;) {
      while (at < limit && bytes[at]! <= SPACE) at++;
      if (at + 1 >= limit && !(at < limit && bytes[at] === GREATER_THAN)) return false;
      byte = bytes[at]!;
      if (byte === GREATER_THAN) break;
      if (byte === SLASH) {
        if (bytes[at + 1] !== GREATER_THAN) throw unreadable(this.part, 'has a malformed tag');
        this.closePending = true;
        at++;
        break;
      }
      at = this.readAttribute(at);
      if (at < 0) return false;
    }
    if (this.depth === MAX_DEPTH) throw unreadable(this.part, `nests its elements deeper than ${MAX_DEPTH}`);
    this.openNames[this.depth++] = name;
    this.sawRoot = true;
    this.kind = OPEN;
    this.name = name;
    this.at = at + 1;
    return true;
  }

  /** @returns the offset after the attribute; -1 if the chunk ends before */
  private readAttribute(from: number): number {
    const { bytes, limit } = this;
    let at = from;
    let name = 0;
    for (; at < limit; at++) {
      const byte = bytes[at]!;
      if (byte === EQUALS || byte <= SPACE) break;
      if (byte === GREATER_THAN || byte === SLASH) throw unreadable(this.part, 'has an attribute without a value');
      name = byte === COLON ? 0 : (Math.imul(name, 31) + byte) | 0;
    }
    while (at < limit && (bytes[at]! <= SPACE || bytes[at] === EQUALS)) at++;
    if (at >= limit) return -1;
    const quote = bytes[at]!;
    if (quote !== 0x22 && quote !== 0x27) throw unreadable(this.part, 'has an attribute value without quotes');
    const start = ++at;
    while (at < limit && bytes[at] !== quote) at++;
    if (at >= limit) return -1;
    if (this.attributes < MAX_ATTRIBUTES) {
      this.attributeNames[this.attributes] = name;
      this.attributeStarts[this.attributes] = start;
      this.attributeEnds[this.attributes++] = at;
    }
    return at + 1;
  }

  private closeTag(): boolean {
    const { bytes, limit } = this;
    let name = 0;
    let at = this.at + 2;
    for (; at < limit; at++) {
      const byte = bytes[at]!;
      if (byte === GREATER_THAN) break;
      if (byte > SPACE) name = byte === COLON ? 0 : (Math.imul(name, 31) + byte) | 0;
    }
    if (at === limit) return false;
    this.at = at + 1;
    return this.closed(name);
  }

  private closed(name: number): boolean {
    if (this.depth === 0 || this.openNames[--this.depth] !== name) {
      throw unreadable(this.part, 'has tags that do not match');
    }
    this.kind = CLOSE;
    this.name = name;
    return true;
  }

  private startsWith(text: string): boolean {
    return this.bytes.toString('latin1', this.at, Math.min(this.limit, this.at + text.length)) === text;
  }

  private skipTo(end: string, after: number): boolean {
    const found = this.bytes.subarray(0, this.limit).indexOf(end, this.at + after);
    if (found < 0) return false;
    this.at = found + end.length;
    return true;
  }
}
