import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractTable } from '../../../src/ingest/workbook/extract-table.js';
import { readWorkbook } from '../../../src/ingest/workbook/read-workbook.js';
import { ConcentricError } from '../../../src/model/errors.js';
import { plainRows, type RawSheet, rawParts, rawWorkbook } from '../../support/raw-workbook.js';
import { inTemporaryFolder, readSource } from '../../support/read-source.js';
import { type ZipEntry, zipFile } from '../../support/zip-file.js';

const TABLE = plainRows([
  ['name', 'value'],
  ['ACME', 5],
]);

const read = (file: Buffer) => readSource(readWorkbook, file);
/** Without the worker and DuckDB around it, which refusals never reach. */
const extract = (file: Buffer) =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, 'source.xlsx');
    await writeFile(path, file);
    return extractTable({ path, csvPath: join(folder, 'rows.csv') });
  });
const sheet = (part: RawSheet) => rawWorkbook({ sheets: [part] });
const withEntries = (...entries: ZipEntry[]) => rawWorkbook({ sheets: [{ data: TABLE }], entries });
const refusal = (code: string, message: RegExp) => ({ code, message: expect.stringMatching(message) });

const SHEET_PART = 'xl/worksheets/sheet1.xml';

describe('archives made to hurt', () => {
  it.each<[string, () => Buffer, RegExp]>([
    ['a part that inflates 1,000-fold', () => sheet({ data: ' '.repeat(64 * 1024 ** 2) }), /100:1/],
    [
      'a part larger than it declares',
      () => withEntries({ name: SHEET_PART, data: `<worksheet>${' '.repeat(1e6)}</worksheet>`, declaredSize: 100 }),
      /larger than the 100 bytes it declares/,
    ],
    [
      'a part smaller than it declares',
      () => withEntries({ name: SHEET_PART, data: '<worksheet/>', declaredSize: 5000 }),
      /ends after 12 of 5000 bytes/,
    ],
    ['a wrong checksum', () => withEntries({ name: SHEET_PART, data: '<worksheet/>', crc: 1 }), /checksum/],
    [
      'an encrypted part',
      () => withEntries({ name: SHEET_PART, data: 'x', flags: 1 }),
      /encrypted.*without a password/,
    ],
    ['an unknown compression', () => withEntries({ name: SHEET_PART, data: 'x', method: 99 }), /method 99/],
    [
      '10,001 entries',
      () => withEntries(...Array.from({ length: 10_001 }, (_, i) => ({ name: `e${i}`, data: '', method: 0 }))),
      /more than 10000/,
    ],
    ['a name that climbs out', () => withEntries({ name: '../../etc/passwd', data: 'x' }), /\.\./],
    ['an absolute name', () => withEntries({ name: '/etc/passwd', data: 'x' }), /absolute path/],
    [
      'two entries of one name',
      () => zipFile([...rawParts({ sheets: [{ data: TABLE }] }), { name: 'XL/workbook.xml', data: '<workbook/>' }]),
      /two entries/,
    ],
    ['no workbook', () => zipFile([{ name: 'readme.txt', data: 'hello' }]), /no workbook/],
    [
      'a sheet that is missing',
      () => zipFile(rawParts({ sheets: [{ data: TABLE }] }).filter(({ name }) => name !== SHEET_PART)),
      /no part "xl\/worksheets\/sheet1.xml"/,
    ],
    ['no zip at all', () => Buffer.from('<html><body>Sign in to download</body></html>'), /zip/],
    ['nothing', () => Buffer.alloc(0), /zip/],
    ['a deflated part that is garbage', () => corrupted(), /damaged|checksum|malformed|match|encoding/],
  ])('refuses %s', async (_, file, message) => {
    await expect(extract(file())).rejects.toMatchObject(refusal('UNREADABLE_FILE', message));
  });

  it('refuses an archive that declares more than 2 GiB, without inflating it', async () => {
    // Each below the size from which the ratio counts.
    const entries = Array.from({ length: 200 }, (_, i) => ({ name: `e${i}`, data: '', declaredSize: 16 * 1024 ** 2 }));
    await expect(extract(withEntries(...entries))).rejects.toMatchObject(refusal('FILE_TOO_LARGE', /CSV or Parquet/));
  });

  it('refuses sheets that all are the same large part', async () => {
    const blank = `<worksheet><sheetData>${'<row><c/></row>'.repeat(120_000)}</sheetData></worksheet>`;
    const parts = rawParts({ sheets: Array.from({ length: 50 }, () => ({ xml: '<worksheet/>' })) });
    const shared = parts.map((part) =>
      part.name === 'xl/_rels/workbook.xml.rels'
        ? { ...part, data: part.data.toString().replaceAll(/sheet\d+\.xml/g, 'sheet1.xml') }
        : part.name === SHEET_PART
          ? { name: SHEET_PART, data: blank, method: 0 }
          : part,
    );
    await expect(extract(zipFile(shared))).rejects.toMatchObject(refusal('UNREADABLE_FILE', /again and again/));
  });
});

describe('sheets made to hurt', () => {
  it.each<[string, RawSheet, RegExp]>([
    [
      'an entity that expands',
      { xml: `<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>` },
      /document type/,
    ],
    [
      'an external entity',
      { xml: `<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>` },
      /document type/,
    ],
    [
      'XML cut off',
      { xml: '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c' },
      /ends in the middle/,
    ],
    ['no XML', { xml: 'name,value\nACME,5\n' }, /ends in the middle/],
    ['rows out of order', { data: `${TABLE}<row r="1"><c><v>1</v></c></row>` }, /row "1" after row 2/],
    ['a row beyond the last', { data: `${TABLE}<row r="1048577"><c><v>1</v></c></row>` }, /row "1048577"/],
    ['a row that is no number', { data: `${TABLE}<row r="1e9"><c><v>1</v></c></row>` }, /row "1e9"/],
    ['cells out of order', { data: `${TABLE}<row r="3"><c r="B3"/><c r="A3"/></row>` }, /cell "A3" in row 3/],
    ['a cell beyond the last column', { data: `${TABLE}<row r="3"><c r="XFE3"/></row>` }, /cell "XFE3"/],
    ['a cell of an unknown type', { data: `${TABLE}<row r="3"><c t="zz"><v>1</v></c></row>` }, /unknown type "zz"/],
    ['a shared text that is not there', { data: `${TABLE}<row r="3"><c t="s"><v>7</v></c></row>` }, /shared text 7/],
    ['an unknown encoding', { xml: '<?xml version="1.0" encoding="x-klingon"?><worksheet/>' }, /x-klingon/],
  ])('refuses %s', async (_, part, message) => {
    await expect(extract(sheet(part))).rejects.toMatchObject(refusal('UNREADABLE_FILE', message));
  });

  it('refuses a table of more columns than are read', async () => {
    const header = Array.from({ length: 2049 }, (_, i) => `h${i}`);
    const data = plainRows([header, header.map((_, i) => i)]);
    await expect(extract(sheet({ data }))).rejects.toMatchObject(
      refusal('TOO_MANY_COLUMNS', /2049 columns; at most 2048/),
    );
  });

  it('reads control characters, invalid UTF-8 and lone surrogates as text that DuckDB can hold', async () => {
    const xml = Buffer.concat([
      Buffer.from(`<worksheet><sheetData>${plainRows([['name', 'value']])}<row><c t="inlineStr"><is><t>a`),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('b_xD800_c_x0000_d</t></is></c><c><v>5</v></c></row></sheetData></worksheet>'),
    ]);
    const { rows } = await read(sheet({ xml }));
    expect(rows).toEqual([['a\ufffd\ufffdb\ufffdc\u0000d', '5']]);
  });

  it('does not believe the declared dimension', async () => {
    const xml = `<worksheet><dimension ref="A1:XFD1048576"/><sheetData>${TABLE}</sheetData></worksheet>`;
    expect((await read(sheet({ xml }))).rows).toEqual([['ACME', '5']]);
  });

  it('survives merged ranges by the thousand that overlap', async () => {
    const after = `<mergeCells>${'<mergeCell ref="A2:XFD1048576"/>'.repeat(100_000)}</mergeCells>`;
    expect((await read(sheet({ data: TABLE, after }))).rows).toEqual([['ACME', null]]);
  });
});

describe('the worker', () => {
  it('passes on what was refused, with its code, sentence and details', async () => {
    await expect(read(Buffer.from('<html>'))).rejects.toMatchObject({
      code: 'UNREADABLE_FILE',
      message: expect.stringMatching(/^The workbook cannot be read: the file is not a sound zip archive/),
      details: { part: 'the file' },
    });
  });

  it('may run out of memory without taking the process with it', async () => {
    // Sheet names of 1 MB each, varied enough to pass as no zip bomb.
    const name = Array.from({ length: 9000 }, (_, i) => `${(i * 7919) % 1000}${'x'.repeat(97)}`).join('');
    const names = Array.from({ length: 200 }, (_, i) => ({ name: `${i}${name}` }));
    await expect(read(rawWorkbook({ sheets: names }))).rejects.toMatchObject(
      refusal('UNREADABLE_FILE', /made its reader fail or run out of memory/),
    );
  }, 120_000);
});

describe('sound workbooks, damaged', () => {
  const workbook = rawParts({
    sheets: [
      {
        data: `${TABLE}<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" s="1"><v>44197</v></c></row><row r="9"><c t="b"><v>1</v></c></row>`,
        after: '<mergeCells><mergeCell ref="A3:B4"/></mergeCells>',
      },
      { name: 'B', data: TABLE },
    ],
    strings: '<si><r><t>shared</t></r></si>',
    formats: [0, 'yyyy-mm-dd'],
  });
  const readOrRefused = async (file: Buffer) => {
    try {
      await extract(file);
    } catch (error) {
      expect(error).toBeInstanceOf(ConcentricError);
    }
  };

  it('are read or refused with a code, whichever bytes of the archive are lost', async () => {
    const file = zipFile(workbook);
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 0, max: 255 }), fc.boolean(), (at, byte, cut) => {
        const damaged = cut ? file.subarray(0, at) : Buffer.from(file);
        if (!cut) damaged[at] = byte;
        return readOrRefused(damaged);
      }),
      { numRuns: 200 },
    );
  });

  it('are read or refused with a code, whichever piece of their XML is lost, doubled or replaced', async () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '"',
      '/',
      '&',
      '</c>',
      '<row r="2">',
      '<v>',
      '',
      'r="ZZZ9"',
      '\u0000',
      '<!--',
      ']]>',
      '<is><t>',
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), fc.nat(1e6), fc.nat(40), pieces, async (which, place, length, piece) => {
        const parts = [...workbook];
        const index = which % parts.length;
        const text = parts[index]!.data.toString();
        const at = place % (text.length + 1);
        parts[index] = { ...parts[index]!, data: text.slice(0, at) + piece + text.slice(at + length) };
        await readOrRefused(zipFile(parts));
      }),
      { numRuns: 300 },
    );
  });
});

function corrupted(): Buffer {
  const file = sheet({ data: plainRows(Array.from({ length: 500 }, (_, i) => [`name ${i}`, i * 7919])) });
  const at = file.indexOf(SHEET_PART) + SHEET_PART.length + 40;
  file.fill(0x5a, at, at + 200);
  return file;
}
