import { describe, expect, it } from 'vitest';
import { ingest } from '../../../support/ingest.js';
import { plainRows, rawParts } from '../../../support/raw-workbook.js';
import { zipFile } from '../../../support/zip-file.js';

const MAIN = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';
const TYPES = {
  name: '[Content_Types].xml',
  data: `<?xml version="1.0"?><Types><Override PartName="/book/workbook.xml" ContentType="${MAIN}"/></Types>`,
};
const ROWS = [
  ['name', 'value'],
  ['ACME', 5],
  ['Brandt', 7],
];
const parts = [TYPES, ...rawParts({ sheets: [{ data: plainRows(ROWS) }] })];

describe('a workbook is read', () => {
  it('where its parts are in another folder than xl, as its relations say', async () => {
    const moved = parts.map(({ name, data }) => ({
      name: name.replace(/^xl\//, 'book/'),
      data: String(data).replaceAll('"xl/', '"book/'),
    }));
    expect((await ingest(zipFile(moved), { fileName: 'x.xlsx' })).values('value')).toEqual(['5', '7']);
  });

  it('where the names of its entries have backslashes', async () => {
    const renamed = parts.map((part) => ({ ...part, name: part.name.replaceAll('/', '\\') }));
    expect((await ingest(zipFile(renamed), { fileName: 'x.xlsx' })).values('value')).toEqual(['5', '7']);
  });

  it.each([
    ['a line of a server', '<!-- 0.123 s -->\r\n'],
    ['blanks', ' '.repeat(100_000)],
    ['the end of another archive', zipFile([{ name: 'x', data: 'x' }]).subarray(-22)],
  ])('where %s follows the archive', async (_, rest) => {
    const file = Buffer.concat([zipFile(parts), Buffer.from(rest)]);
    expect((await ingest(file, { fileName: 'x.xlsx' })).values('value')).toEqual(['5', '7']);
  });

  it('where long texts repeat so that it packs more than 100:1', async () => {
    const clause = (row: number) => `${'The supplier shall deliver the goods in good time. '.repeat(200)}${row % 7}`;
    const rows = Array.from({ length: 1800 }, (_, row) => ['ACME', row, clause(row)]);
    const sheet = plainRows([['name', 'value', 'clause'], ...rows]);
    const file = zipFile([TYPES, ...rawParts({ sheets: [{ data: sheet }] })]);
    expect(sheet.length).toBeGreaterThan(Math.max(16 * 1024 ** 2, 100 * file.length));
    expect((await ingest(file, { fileName: 'x.xlsx' })).schema.rowCount).toBe(1800);
  });
});

describe('text under the name of a workbook', () => {
  it('is read, and reported', async () => {
    const found = await ingest('name\tvalue\nACME\t5\nBrandt\t7\n', { fileName: 'export.xls' });
    expect(found.values('value')).toEqual(['5', '7']);
    expect(found.schema.warnings[0]).toMatchObject({ code: 'DISGUISED_FORMAT', column: null });
  });

  it('is not reported where the name says text', async () => {
    const found = await ingest('name\tvalue\nACME\t5\nBrandt\t7\n', { fileName: 'export.csv' });
    expect(found.schema.warnings.map(({ code }) => code)).not.toContain('DISGUISED_FORMAT');
  });
});
