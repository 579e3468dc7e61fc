import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { detectFormat } from '../../../src/ingest/intake/detect-format.js';

const folder = mkdtempSync(join(tmpdir(), 'format-'));
afterAll(() => rmSync(folder, { recursive: true }));

function detect(content: Buffer | string, fileName: string) {
  const path = join(folder, 'source');
  writeFileSync(path, content);
  return detectFormat(path, fileName);
}

/** A zip archive of empty, stored entries: as much as format detection looks at. */
function zip(...names: string[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const name of names) {
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    local.push(header, Buffer.from(name));
    central.push(entry, Buffer.from(name));
    offset += 30 + name.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(Buffer.concat(central).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, ...central, end]);
}

/** A compound file ([MS-CFB]) whose directory, in the second sector, names these streams. */
function compoundFile(...streams: string[]): Buffer {
  const file = Buffer.alloc(512 * 4);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(file);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(1, 48);
  for (const [index, stream] of ['Root Entry', ...streams].entries()) file.write(stream, 1024 + index * 128, 'utf16le');
  return file;
}

const WORKBOOK = zip('[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml');
const PARQUET = Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(20, 0), Buffer.from('PAR1')]);
const NOISE = Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 7 + 3) % 256));

describe('detectFormat', () => {
  it.each([
    ['commas', 'a,b\n1,2\n', 'x.csv', 'CSV'],
    ['semicolons named .txt', 'a;b\n1;2\n', 'x.txt', 'CSV'],
    ['tabs', 'a\tb\n1\t2\n', 'x.tsv', 'TSV'],
    ['tabs named .csv', 'a\tb\n1\t2\n', 'x.CSV', 'TSV'],
    ['commas named .tsv', 'a,b\n1,2\n', 'x.tsv', 'CSV'],
    ['one column, no extension', 'a\n1\n', 'data', 'CSV'],
    ['an unknown extension', 'a,b\n1,2\n', 'x.2024', 'CSV'],
    ['UTF-16 with tabs', Buffer.from('\uFEFFa\tb\n1\t2\n', 'utf16le'), 'x.txt', 'TSV'],
    ['UTF-16 without a mark', Buffer.from('name\tb\n1\t2\n', 'utf16le'), 'x.txt', 'TSV'],
    ['Windows-1252', Buffer.from('année;b\n1;2\n', 'latin1'), 'x.csv', 'CSV'],
    ['a NUL among text', 'a,b\nx\0y,1\nz,2\n', 'x.csv', 'CSV'],
    ['headers in angle brackets', '<TICKER>,<DATE>\nA,1\n', 'x.csv', 'CSV'],
    ['headers in square brackets', '[Date],[Value]\n1,2\n', 'x.csv', 'CSV'],
    ['a header that begins like Parquet', 'PAR1,b\n1,2\n', 'x.csv', 'CSV'],
    ['a workbook', WORKBOOK, 'x.xlsx', 'XLSX'],
    ['a workbook with macros', WORKBOOK, 'x.xlsm', 'XLSX'],
    ['a workbook without an extension', WORKBOOK, 'x', 'XLSX'],
    ['Parquet', PARQUET, 'x.parquet', 'PARQUET'],
  ])('detects %s', async (_, content, fileName, format) => {
    expect(await detect(content, fileName)).toBe(format);
  });

  it.each([
    ['nothing', ''],
    ['a byte order mark', '\uFEFF'],
    ['white space', ' \r\n\t\n'],
    ['white space in UTF-16', Buffer.from('\uFEFF \n \n', 'utf16le')],
    ['a lot of white space', ' \n'.repeat(200_000)],
  ])('rejects %s as an empty file', async (_, content) => {
    await expect(detect(content, 'x.csv')).rejects.toMatchObject({ code: 'EMPTY_FILE' });
  });

  it.each([
    ['HTML named .xlsx', '<!DOCTYPE html><html>', 'x.xlsx', /named \.xlsx but holds an HTML page.*save it as \.xlsx/],
    ['HTML named .xls', '\n<table><tr>', 'x.xls', /named \.xls but holds an HTML page/],
    ['XML', '<?xml version="1.0"?><Workbook/>', 'x.xml', /is an XML document/],
    ['JSON named .csv', '[{"a": 1}]', 'x.csv', /named \.csv but holds a JSON document/],
    ['lines of JSON', '{"a": 1}\n{"a": 2}\n', 'x', /is a JSON document.*Convert it to \.csv/],
    ['an old workbook', compoundFile('Workbook'), 'x.xls', /is an \.xls workbook.*save it as \.xlsx/],
    [
      'an encrypted workbook',
      compoundFile('EncryptionInfo', 'EncryptedPackage'),
      'x.xlsx',
      /encrypted.*remove its password/,
    ],
    ['an old Word document', compoundFile('WordDocument'), 'x.doc', /is a Word document/],
    ['a binary workbook', zip('[Content_Types].xml', 'xl/workbook.bin'), 'x.xlsb', /is an \.xlsb workbook.*\.xlsx/],
    ['OpenDocument', zip('mimetype', 'content.xml'), 'x.ods', /is an OpenDocument spreadsheet/],
    [
      'a Word document',
      zip('[Content_Types].xml', 'word/document.xml'),
      'x.xlsx',
      /named \.xlsx but holds a Word document/,
    ],
    ['a zip archive', zip('data.csv'), 'x.zip', /is a zip archive.*Unpack it/],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), 'x.csv.gz', /is a gzip archive.*Unpack it/],
    ['a PDF named .csv', '%PDF-1.7\n', 'x.csv', /named \.csv but holds a PDF document/],
    ['a PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'x.xlsx', /named \.xlsx but holds an image/],
    ['a workbook named .csv', WORKBOOK, 'x.csv', /named \.csv but holds an Excel workbook.*rename it to \.xlsx/],
    ['a workbook named .xls', WORKBOOK, 'x.xls', /named \.xls but holds an Excel workbook/],
    ['text named .xlsx', 'a,b\n1,2\n', 'x.xlsx', /named \.xlsx but holds delimited text.*rename it to \.csv/],
    ['text named .parquet', 'a,b\n1,2\n', 'x.parquet', /named \.parquet but holds delimited text/],
    ['Parquet named .csv', PARQUET, 'x.csv', /named \.csv but holds Parquet/],
    ['noise', NOISE, 'x.csv', /named \.csv but holds binary data/],
    ['a page of zeros and little else', Buffer.alloc(4096).fill('ab', 0, 100), 'x', /is binary data/],
  ])('rejects %s and says what to do', async (_, content, fileName, message) => {
    await expect(detect(content, fileName)).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
      message: expect.stringMatching(message),
    });
  });

  it('reports a truncated workbook or Parquet file', async () => {
    const broken = { code: 'UNREADABLE_FILE', message: expect.stringContaining('damaged or cut off') };
    await expect(detect(WORKBOOK.subarray(0, 60), 'x.xlsx')).rejects.toMatchObject(broken);
    await expect(detect(PARQUET.subarray(0, 20), 'x.parquet')).rejects.toMatchObject(broken);
  });

  it('does not repeat a hostile file name in its message', async () => {
    const name = '../\u202e<script>\r\n.x"\'';
    expect(await detect('a,b\n1,2\n', name)).toBe('CSV');
    await expect(detect('%PDF-1.7', name)).rejects.toMatchObject({ message: expect.not.stringContaining('script') });
  });
});
