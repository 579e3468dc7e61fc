import { plainRows, type RawWorkbook, rawParts } from '../support/raw-workbook.js';
import { type ZipEntry, zipFile } from '../support/zip-file.js';
import { type HostileFile, large, read, refused } from './hostile-file.js';

const TABLE = plainRows([
  ['name', 'value'],
  ['ACME', 5],
  ['BETA', 7],
]);
const SHEET = 'xl/worksheets/sheet1.xml';
const MEGABYTE = 1024 ** 2;

/** The parts of a valid workbook with its content types. */
export function soundParts(workbook: Partial<RawWorkbook> = {}): ZipEntry[] {
  // First, as programs write it.
  const types = { name: '[Content_Types].xml', data: '<?xml version="1.0"?><Types/>' };
  return [types, ...rawParts({ sheets: [{ data: TABLE }], ...workbook })];
}

export function workbook(parts: Partial<RawWorkbook> = {}): Buffer {
  return zipFile(soundParts(parts));
}

const withEntries = (...entries: ZipEntry[]) => workbook({ entries });
const sheetLies = (lie: Partial<ZipEntry>) =>
  zipFile(soundParts().map((part) => (part.name === SHEET ? { ...part, ...lie } : part)));
const without = (name: string) => zipFile(soundParts().filter((part) => part.name !== name));
const sound = {
  rows: 2,
  columns: ['name', 'value'],
  preview: [
    ['ACME', '5'],
    ['BETA', '7'],
  ],
};
const book = 'book.xlsx';
const unreadable = (what: string, bytes: () => Buffer, saying: RegExp) =>
  refused(what, book, bytes, 'UNREADABLE_FILE', saying);

export const archives: HostileFile[] = [
  unreadable(
    'a zip bomb by its ratio',
    () => withEntries({ name: 'bomb', data: Buffer.alloc(20 * MEGABYTE) }),
    /100:1/,
  ),
  unreadable(
    'a zip bomb in the sheet itself',
    () => workbook({ sheets: [{ xml: Buffer.alloc(20 * MEGABYTE, ' ') }] }),
    /100:1/,
  ),
  refused(
    'a zip bomb by its size, in pieces none of which is too large',
    book,
    () =>
      withEntries(
        ...Array.from({ length: 200 }, (_, at) => ({ name: `e${at}`, data: '', declaredSize: 16 * MEGABYTE })),
      ),
    'FILE_TOO_LARGE',
    /CSV or Parquet/,
  ),
  unreadable(
    'a zip bomb of 10,001 entries',
    () => withEntries(...Array.from({ length: 10_001 }, (_, at) => ({ name: `e${at}`, data: '' }))),
    /more than 10000/,
  ),
  refused(
    'a workbook within a zip archive',
    'nested.zip',
    () => zipFile([{ name: 'inner.zip', data: zipFile([{ name: book, data: workbook() }]) }]),
    'UNSUPPORTED_FORMAT',
    /Unpack it/,
  ),
  unreadable('a zip archive in the place of a sheet', () => workbook({ sheets: [{ xml: workbook() }] }), /sheet1\.xml/),
  read(
    'a zip bomb within a picture that nobody looks at',
    book,
    () =>
      withEntries({ name: 'xl/media/image1.zip', data: zipFile([{ name: 'x', data: Buffer.alloc(40 * MEGABYTE) }]) }),
    sound,
  ),
  large(
    unreadable(
      'a sheet of 500 MB of blanks',
      () => workbook({ sheets: [{ xml: Buffer.alloc(500 * MEGABYTE, ' ') }] }),
      /100:1/,
    ),
  ),
  refused('entries that share their bytes, as in the best zip bomb', book, overlapping, 'NO_TABLE', /no table/),
  unreadable('a sheet larger than declared', () => sheetLies({ declaredSize: 10 }), /larger than|valid zip|damaged/),
  unreadable('a sheet smaller than declared', () => sheetLies({ declaredSize: 100_000 }), /ends after|damaged/),
  unreadable('a sheet whose checksum is wrong', () => sheetLies({ crc: 7 }), /checksum/),
  unreadable('a sheet that is encrypted', () => sheetLies({ flags: 1 }), /password/),
  unreadable('a sheet compressed in a way that workbooks are not', () => sheetLies({ method: 12 }), /method 12/),
  unreadable(
    'a deflated sheet that is not deflated',
    () => sheetLies({ method: 8, data: '', declaredSize: 9 }),
    /sheet1|damaged/,
  ),
  read(
    'parts that are not compressed',
    book,
    () => zipFile(soundParts().map((part) => ({ ...part, method: 0 }))),
    sound,
  ),
  read(
    'parts whose sizes stand where only zip64 has them',
    book,
    () => zipFile(soundParts().map((part) => ({ ...part, zip64: true }))),
    sound,
  ),
  unreadable(
    'a sheet that inflates by zip64 to 16 exabytes',
    () => {
      const file = zipFile(soundParts().map((part) => ({ ...part, zip64: true })));
      const sizes = file.lastIndexOf(Buffer.from([1, 0, 24, 0])) + 4;
      file.fill(0xff, sizes, sizes + 8);
      return file;
    },
    /100:1|valid zip/,
  ),
  ...['../../../etc/passwd', '/etc/passwd', '..\\..\\boot.ini', 'C:\\boot.ini', 'xl/../../up'].map((name) =>
    unreadable(`an entry named ${name}`, () => withEntries({ name, data: 'root::0:0' }), /valid zip archive/),
  ),
  read('an entry named __proto__', book, () => withEntries({ name: '__proto__', data: 'x' }), sound),
  read('an entry without a name', book, () => withEntries({ name: '', data: 'x' }), sound),
  read(
    'an entry whose name has 60,000 characters',
    book,
    () => withEntries({ name: 'n'.repeat(60_000), data: 'x' }),
    sound,
  ),
  unreadable(
    'two entries of one name',
    () => zipFile([...soundParts(), { name: SHEET, data: '<worksheet/>' }]),
    /two entries/,
  ),
  unreadable(
    'two entries whose names differ in case',
    () => zipFile([...soundParts(), { name: SHEET.toUpperCase(), data: '<worksheet/>' }]),
    /two entries/,
  ),
  unreadable('an archive cut in the middle', () => workbook().subarray(0, 700), /damaged or cut off/),
  unreadable('an archive without its directory', () => cutBefore(workbook(), 'PK\x01\x02'), /damaged or cut off/),
  unreadable('an archive whose end is cut', () => workbook().subarray(0, -10), /damaged or cut off/),
  unreadable('an archive that declares 65,535 entries', () => counting(0xfffe), /damaged|valid zip/),
  unreadable('an archive with a wrong offset of its directory', () => placed(0xfffffff0), /damaged|valid zip/),
  unreadable('an archive whose directory is its beginning', () => placed(0), /damaged|valid zip/),
  refused('an archive of nothing', book, () => zipFile([]), 'UNSUPPORTED_FORMAT', /Unpack it/),
  refused(
    'an archive that begins a gigabyte before its end',
    book,
    () => Buffer.from('PK\x03\x04'.padEnd(40, '\xff'), 'latin1'),
    'UNREADABLE_FILE',
    /damaged or cut off/,
  ),
  unreadable('a workbook without a workbook', () => without('xl/workbook.xml'), /workbook/),
  unreadable('a workbook without its sheet', () => without(SHEET), /sheet1/),
  refused('a workbook without relations', book, () => without('xl/_rels/workbook.xml.rels'), 'NO_TABLE', /no table/),
  read('a workbook without styles', book, () => without('xl/styles.xml'), sound),
  refused('a workbook of no sheets', book, () => workbook({ sheets: [] }), 'NO_TABLE', /no table/),
  unreadable('relations that lead out of the archive', () => related('../../../../../etc/passwd'), /etc\/passwd/),
  unreadable('relations that lead to the network', () => related('http://169.254.169.254/latest'), /169\.254/),
  refused('relations that lead to themselves', book, () => related('_rels/workbook.xml.rels'), 'NO_TABLE', /no table/),
  unreadable('fifty sheets that are all one large part', () => sharedSheet(), /again and again/),
  // Sent by the test of a worker that dies.
  large(
    unreadable(
      'a workbook whose reader runs out of memory',
      () =>
        workbook({
          sheets: [{ data: `<row r="1">${'<c t="s"><v>0</v></c>'.repeat(2000)}</row>` }],
          strings: `<si><t>${'x'.repeat(1_000_000)}</t></si>`,
        }),
      /run out of memory/,
    ),
  ),
];

/** Two hundred entries of the directory that lead to the same bytes. */
function overlapping(): Buffer {
  const blank = `<worksheet><sheetData>${'<row><c/></row>'.repeat(60_000)}</sheetData></worksheet>`;
  const file = workbook({ sheets: [{ xml: blank }, ...Array.from({ length: 199 }, () => ({ xml: '<worksheet/>' }))] });
  let first: Buffer | undefined;
  for (let at = file.indexOf('PK\x01\x02', 0, 'latin1'); at !== -1; at = file.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    const name = file.toString('latin1', at + 46, at + 46 + file.readUInt16LE(at + 28));
    if (!name.startsWith('xl/worksheets/')) continue;
    // Checksum, sizes and place are those of the first sheet.
    first ??= Buffer.from(file.subarray(at, at + 46));
    first.copy(file, at + 16, 16, 28);
    first.copy(file, at + 42, 42, 46);
  }
  return file;
}

function sharedSheet(): Buffer {
  const blank = `<worksheet><sheetData>${'<row><c/></row>'.repeat(120_000)}</sheetData></worksheet>`;
  const parts = soundParts({ sheets: Array.from({ length: 50 }, () => ({ xml: '<worksheet/>' })) });
  return zipFile(
    parts.map((part) => {
      if (part.name === SHEET) return { name: SHEET, data: blank, method: 0 };
      return part.name !== 'xl/_rels/workbook.xml.rels'
        ? part
        : { ...part, data: part.data.toString().replaceAll(/sheet\d+\.xml/g, 'sheet1.xml') };
    }),
  );
}

function related(target: string): Buffer {
  const rels = soundParts().find(({ name }) => name === 'xl/_rels/workbook.xml.rels')!;
  return withEntries({ ...rels, data: rels.data.toString().replace('worksheets/sheet1.xml', target) });
}

function cutBefore(file: Buffer, mark: string): Buffer {
  return file.subarray(0, file.indexOf(mark, 0, 'latin1'));
}

function counting(entries: number): Buffer {
  const file = workbook();
  file.writeUInt16LE(entries, file.length - 14);
  file.writeUInt16LE(entries, file.length - 12);
  return file;
}

function placed(offset: number): Buffer {
  const file = workbook();
  file.writeUInt32LE(offset, file.length - 6);
  return file;
}
