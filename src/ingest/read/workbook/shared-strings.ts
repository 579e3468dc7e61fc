import { ConcentricError } from '../../../model/errors.js';
import { type ByteRange, ByteText } from './byte-text.js';
import { readXml } from './read-xml.js';
import { CLOSE, OPEN, TEXT, xmlName } from './xml-cursor.js';
import type { ZipArchive } from './zip-archive.js';

const MAX_BYTES = 256 * 1024 ** 2;

const ITEM = xmlName('si');
const RUN_TEXT = xmlName('t');
const PHONETIC = xmlName('rPh');

/** The workbook's distinct texts by index, in one buffer with offsets: a million string objects would take 100 MB. */
export class SharedStrings {
  private bytes = Buffer.allocUnsafe(64 * 1024);
  private offsets = new Uint32Array(1024);
  private count = 0;

  /** @param part null if the workbook has no shared strings; the result is then empty */
  static async read(archive: ZipArchive, part: string | null): Promise<SharedStrings> {
    const strings = new SharedStrings();
    if (part === null || !archive.has(part)) return strings;
    const text = new ByteText();
    let inText = false;
    let inPhonetic = false;
    await readXml(archive.read(part), part, (xml) => {
      if (xml.kind === TEXT) {
        if (inText && !inPhonetic) text.append(xml);
      } else if (xml.name === RUN_TEXT) {
        inText = xml.kind === OPEN;
      } else if (xml.name === PHONETIC) {
        inPhonetic = xml.kind === OPEN;
      } else if (xml.name === ITEM && xml.kind === CLOSE) {
        text.resolveEscapes();
        strings.add(text);
        text.clear();
      }
    });
    return strings;
  }

  /** Points `range` at the string. Returns false if the index does not exist. */
  locate(index: number, range: ByteRange): boolean {
    if (!(index >= 0 && index < this.count)) return false;
    range.bytes = this.bytes;
    range.start = this.offsets[index]!;
    range.end = this.offsets[index + 1]!;
    return true;
  }

  private add({ bytes, start, end }: ByteRange): void {
    const from = this.offsets[this.count]!;
    const to = from + end - start;
    if (to + this.offsets.byteLength > MAX_BYTES) {
      throw new ConcentricError(
        'FILE_TOO_LARGE',
        `The workbook has more than ${MAX_BYTES} bytes of distinct texts. Save the sheet you need as CSV or Parquet and upload that file.`,
        { maxBytes: MAX_BYTES },
      );
    }
    if (to > this.bytes.length) {
      const grown = Buffer.allocUnsafe(to * 2);
      this.bytes.copy(grown, 0, 0, from);
      this.bytes = grown;
    }
    if (this.count + 2 > this.offsets.length) {
      const grown = new Uint32Array(this.offsets.length * 2);
      grown.set(this.offsets);
      this.offsets = grown;
    }
    bytes.copy(this.bytes, from, start, end);
    this.offsets[++this.count] = to;
  }
}
