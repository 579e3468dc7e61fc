import { type FileHandle, open } from 'node:fs/promises';
import type { SourceFormat } from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import { detectDialect } from '../read/text/dialect.js';
import { byteOrderMark } from '../read/text/encoding.js';
import { openZip } from '../read/workbook/open-zip.js';
import { ZipArchive } from '../read/workbook/zip-archive.js';
import { type FileKind, KIND_BY_EXTENSION, KIND_BY_FIRST_BYTES, SUPPORTED, UNSUPPORTED } from './file-kinds.js';

const HEAD_BYTES = 256 * 1024;
/** Entries of a zip archive that are read to detect its kind. */
const MAX_ENTRIES = 2000;
const MAX_CONTENT_TYPES_BYTES = 1024 ** 2;

/**
 * The format of a file by its content; the extension must only be consistent with it (docs/semantics.md §1, "format"). Text is
 * TSV where tabs delimit it, else CSV, regardless of its extension. An unknown or missing extension fits any content.
 *
 * @throws EMPTY_FILE; UNREADABLE_FILE for a damaged zip archive or Parquet file; UNSUPPORTED_FORMAT for any other
 * content, and where content and extension disagree.
 */
export async function detectFormat(path: string, fileName: string): Promise<SourceFormat> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = await readAt(file, 0, HEAD_BYTES);
    const kind = await kindOfContent(path, file, head, size);
    const content = requireMatchingExtension(kind, /\.([^./\\]+)$/.exec(fileName.trim())?.[1]?.toLowerCase() ?? '');
    if (content !== 'text') return content;
    const text = asUtf8(head);
    return text.includes('\t') && detectDialect(text, head.length === size).delimiter === '\t' ? 'TSV' : 'CSV';
  } finally {
    await file.close();
  }
}

function requireMatchingExtension(content: FileKind, extension: string): keyof typeof SUPPORTED {
  const named = KIND_BY_EXTENSION.get(extension) ?? content;
  if (content !== 'text' && content !== 'XLSX' && content !== 'PARQUET') {
    const what = named === content ? `The file is ${content}` : `The file is named .${extension} but holds ${content}`;
    throw unsupported(`${what}, which is not supported. ${UNSUPPORTED[content]}`, content);
  }
  // SAP, banks and portals write text under the name of a workbook; the reader reports it (DISGUISED_FORMAT).
  const isText = content === 'text' && named === 'an .xls workbook of Excel 97–2003';
  if (named !== content && !isText) {
    const { name, extension: right } = SUPPORTED[content];
    throw unsupported(
      `The file is named .${extension} but holds ${name}. If that is the intended file, rename it to ${right}; otherwise save it again in the format of its extension.`,
      name,
    );
  }
  return content;
}

async function kindOfContent(path: string, file: FileHandle, head: Buffer, size: number): Promise<FileKind> {
  const start = head.toString('latin1', 0, 16);
  if (/^PK(?:\x03\x04|\x05\x06)/.test(start)) return await kindOfArchive(path);
  if (start.startsWith('\xd0\xcf\x11\xe0')) return await kindOfCompoundFile(file, head);
  const known = KIND_BY_FIRST_BYTES.find(([bytes]) => start.startsWith(bytes));
  if (known !== undefined) return known[1];
  if (await isBlank(file)) {
    throw new ConcentricError('EMPTY_FILE', 'The file is empty. Upload a file with a header and at least one row.');
  }
  const text = asUtf8(head);
  if (/^PAR[1E]/.test(start) && (await endsAsParquet(file, size, isBinary(text)))) return 'PARQUET';
  if (isBinary(text)) return 'binary data';
  return kindOfMarkup(text.toString('utf8', 0, 4096)) ?? 'text';
}

async function kindOfArchive(path: string): Promise<FileKind> {
  const names: string[] = [];
  try {
    // Names are neither decoded nor validated here: the reader of the entries does that.
    const archive = await openZip(path, { decodeStrings: false });
    try {
      for await (const { fileName } of archive.eachEntry()) {
        names.push(fileName.toString().replaceAll('\\', '/'));
        if (names.length === MAX_ENTRIES) break;
      }
    } finally {
      archive.close();
    }
  } catch (cause) {
    throw damaged('a workbook or zip archive', cause);
  }
  const holds = (start: string) => names.some((name) => name.startsWith(start));
  if (holds('mimetype') && holds('content.xml')) return 'an OpenDocument spreadsheet';
  if (holds('Index/')) return 'a Numbers or Pages document';
  if (!holds('[Content_Types].xml')) return 'a zip archive';
  if (holds('xl/workbook.bin')) return 'an .xlsb workbook';
  if (holds('xl/')) return 'XLSX';
  if (holds('word/')) return 'a Word document';
  return holds('ppt/') ? 'a presentation' : await kindOfContentTypes(path);
}

/** The kind of an Office file by the content types of its parts, which may be in any folder (ECMA-376 part 2, §7.2). */
async function kindOfContentTypes(path: string): Promise<FileKind> {
  const archive = await ZipArchive.open(path);
  try {
    let text = '';
    for await (const chunk of archive.read('[Content_Types].xml')) {
      text += chunk.toString('latin1');
      if (text.length > MAX_CONTENT_TYPES_BYTES) break;
    }
    if (text.includes('sheet.binary.')) return 'an .xlsb workbook';
    if (/(?:spreadsheetml\.(?:sheet|template)|ms-excel\.(?:sheet|template)\.macroEnabled)\.main\+xml/.test(text))
      return 'XLSX';
    if (text.includes('wordprocessingml')) return 'a Word document';
    return text.includes('presentationml') ? 'a presentation' : 'a zip archive';
  } finally {
    archive.close();
  }
}

/** The container of old Office files, and of encrypted new ones: [MS-CFB] 2.2, where the directory of its streams is. */
async function kindOfCompoundFile(file: FileHandle, head: Buffer): Promise<FileKind> {
  if (head.length < 512) return 'an .xls workbook of Excel 97–2003';
  const sectorBytes = 2 ** Math.min(head.readUInt16LE(30), 12);
  const directory = await readAt(file, (head.readUInt32LE(48) + 1) * sectorBytes, 4096);
  const holds = (stream: string) => directory.includes(Buffer.from(stream, 'utf16le'));
  if (holds('EncryptedPackage')) return 'an encrypted Office document';
  return holds('WordDocument') ? 'a Word document' : 'an .xls workbook of Excel 97–2003';
}

async function endsAsParquet(file: FileHandle, size: number, isBinaryFile: boolean): Promise<boolean> {
  const end = await readAt(file, Math.max(0, size - 4), 4);
  // PARE: the footer is encrypted; the Parquet reader reports that.
  if (/^PAR[1E]$/.test(end.toString('latin1')) && size >= 12) return true;
  if (isBinaryFile) throw damaged('a Parquet file');
  return false;
}

function kindOfMarkup(text: string): FileKind | undefined {
  if (/^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|table|div|meta|style|script)\b/i.test(text))
    return 'an HTML page';
  if (/^\s*<\?xml\b/i.test(text)) return 'an XML document';
  if (/^\s*(?:\{\s*["}]|\[\s*[{["\]])/.test(text)) return 'a JSON document';
  return undefined;
}

/** Many NULs or many different control characters; text has only a few. */
function isBinary(text: Buffer): boolean {
  const counts = new Uint32Array(32);
  for (const byte of text) if (byte < 32) counts[byte]!++;
  const controls = counts.filter((count, byte) => count > 0 && (byte < 8 || (byte > 13 && byte < 26)));
  return counts[0]! > text.length * 0.1 || controls.length >= 8;
}

async function isBlank(file: FileHandle): Promise<boolean> {
  for (let position = 0; ; ) {
    const bytes = await readAt(file, position, HEAD_BYTES);
    if (bytes.length === 0) return true;
    const text = position === 0 ? bytes.subarray(byteOrderMark(bytes.subarray(0, 4))?.bytes ?? 0) : bytes;
    if (text.some((byte) => byte > 32 || (byte > 13 && byte < 32))) return false;
    position += bytes.length;
  }
}

/** The head of a text without its byte-order mark. Single-byte encodings stay unchanged, since delimiters are ASCII. */
function asUtf8(head: Buffer): Buffer {
  const mark = byteOrderMark(head);
  if (mark === null || mark.name === 'UTF-8') return head.subarray(mark?.bytes ?? 0);
  return Buffer.from(new TextDecoder(mark.name).decode(head));
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function unsupported(message: string, content: string): ConcentricError {
  return new ConcentricError('UNSUPPORTED_FORMAT', message, { content });
}

function damaged(what: string, cause?: unknown): ConcentricError {
  return new ConcentricError(
    'UNREADABLE_FILE',
    `The file begins like ${what} but is damaged or cut off. Save it again and upload the complete file.`,
    {},
    { cause },
  );
}
