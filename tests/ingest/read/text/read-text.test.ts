import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../../../src/duckdb/connection.js';
import type { Engine } from '../../../../src/duckdb/engine.js';
import type { RawTable } from '../../../../src/ingest/read/raw-table.js';
import { loadRecords } from '../../../../src/ingest/read/text/load-records.js';
import { readText } from '../../../../src/ingest/read/text/read-text.js';
import type { NormalizationOptions } from '../../../../src/model/dataset.js';
import { openTestEngine } from '../../../support/read-source.js';
import { COMMA, parse, write } from './parse.js';

const folder = mkdtempSync(join(tmpdir(), 'read-text-'));
const workFolder = mkdtempSync(join(tmpdir(), 'read-text-work-'));
let engine: Engine;
let connection: Connection;
beforeAll(async () => {
  engine = await openTestEngine(join(folder, 'spill'));
  connection = await engine.connect();
});
afterAll(async () => {
  await connection.close();
  engine.close();
  expect(readdirSync(workFolder)).toEqual([]);
  rmSync(folder, { recursive: true });
  rmSync(workFolder, { recursive: true });
});

async function raw(
  text: string | Buffer,
  options: NormalizationOptions = {},
  name = 'a [1]*.csv.gz',
): Promise<RawTable> {
  const path = join(folder, name);
  writeFileSync(path, text);
  return readText(connection, { path, options, workFolder });
}

async function rowsOf({ table, headers, sourceRow }: RawTable): Promise<(string | number | null)[][]> {
  const columns = headers.map((_, index) => `c${index + 1}`);
  const reader = await connection.runAndReadAll(
    `SELECT (${sourceRow})::INTEGER, ${columns.join(', ')} FROM ${table} ORDER BY rowid`,
  );
  return reader.getRowsJS() as (string | number | null)[][];
}

/** Headers, and rows led by their number in the source. */
async function read(text: string | Buffer, options: NormalizationOptions = {}) {
  const table = await raw(text, options);
  const rows = await rowsOf(table);
  expect(table.rowCount).toBe(rows.length);
  return { headers: table.headers, rows };
}

describe('readText', () => {
  it('reads a regular file', async () => {
    const table = await raw('name,amount\nACME,5\n"Beta, ""B""\nInc",\n');
    expect(table).toMatchObject({
      headers: ['name', 'amount'],
      rowCount: 2,
      reading: {
        encoding: 'UTF-8',
        delimiter: ',',
        sheet: null,
        sheets: null,
        headerRow: 1,
        titleRows: [],
        evidence: [
          'encoding UTF-8: every byte of the file decodes',
          'delimiter ",": 3 of the first 3 records have 2 cells',
          'header in row 1: 0 rows above it',
        ],
      },
      warnings: [],
      rowsLeftOut: [{ reason: 'HEADER', count: 1, rows: [1] }],
    });
    expect(await rowsOf(table)).toEqual([
      [2, 'ACME', '5'],
      [3, 'Beta, "B"\nInc', null],
    ]);
  });

  it('strips a byte order mark from the first header, quoted or not', async () => {
    expect((await read('\uFEFFname,amount\nA,1\n')).headers).toEqual(['name', 'amount']);
    expect((await read('\uFEFF"na,me",amount\nA,1\n')).headers).toEqual(['na,me', 'amount']);
  });

  it('reads UTF-16 and Windows-1252 like UTF-8', async () => {
    const text = 'name;Beträge\nÉtoile;1,5\n';
    const expected = { headers: ['name', 'Beträge'], rows: [[2, 'Étoile', '1,5']] };
    expect(await read(text)).toEqual(expected);
    expect(await read(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toEqual(expected);
    expect(await read(Buffer.from(text, 'latin1'))).toEqual(expected);
  });

  it('warns about characters that could not be decoded', async () => {
    const { warnings } = await raw('name,amount\nA\0B,1\nC,2\nD,3\n');
    expect(warnings).toEqual([
      {
        code: 'ENCODING_REPLACED',
        column: null,
        count: 1,
        message: expect.stringContaining('1 character could not be read'),
      },
    ]);
  });

  it.each([
    // имя,город and Компания,Москва
    ['Windows-1251', 'e8ecff2ce3eef0eee40a', 'caeeecefe0ede8ff2ccceef1eae2e00a'],
    // 会社名,都市 and 東京電力,大阪市
    ['Shift_JIS', '89ef8ed096bc2c93738e730a', '938c8b9e936497cd2c91e58de38e730a'],
    // 회사,도시 and 삼성전자,서울
    ['EUC-KR', 'c8b8bbe72cb5b5bdc30a', 'bbefbcbac0fcc0da2cbcadbfef0a'],
  ])('warns of a text in %s without a mark, until the option names it', async (encoding, header, row) => {
    const text = Buffer.from(header + row.repeat(12), 'hex');
    expect((await raw(text)).warnings.map(({ code }) => code)).toContain('ENCODING_DOUBTFUL');
    const { warnings, headers } = await raw(text, { encoding });
    expect(warnings).toEqual([]);
    expect(headers).toEqual(new TextDecoder(encoding).decode(text).split('\n')[0]!.split(','));
  });

  it.each([
    ['French', 'Société créée à Orléans « Été » pour 5\xa0\x80'],
    ['German', 'Müller & Söhne, Straße, Übergröße, äöü'],
    ['Icelandic', 'Það er þó sú árstíð, Ísafjörður, Þórður, Sæunn'],
    ['Portuguese', 'Ações, informações, São João, não'],
  ])('takes %s in Windows-1252 for what it is', async (_, words) => {
    const text = `name|amount\n${Array.from({ length: 20 }, (_, row) => `${words}|${row}`).join('\n')}\n`;
    expect((await raw(Buffer.from(text, 'latin1'))).warnings).toEqual([]);
  });

  it('skips titles, notes and blank rows above the header, and keeps them', async () => {
    const table = await raw(
      '"Spend report",,\n\nSource: finance,,\nSupplier,Date,Spend\nA,2024-01-02,5\nB,2024-01-03,6\n',
    );
    expect(table.reading).toMatchObject({ headerRow: 4, titleRows: [['Spend report'], ['Source: finance']] });
    expect(table.rowsLeftOut).toEqual([
      { reason: 'BEFORE_HEADER', count: 2, rows: [1, 3] },
      { reason: 'BLANK', count: 1, rows: [2] },
      { reason: 'HEADER', count: 1, rows: [4] },
    ]);
    expect(await rowsOf(table)).toEqual([
      [5, 'A', '2024-01-02', '5'],
      [6, 'B', '2024-01-03', '6'],
    ]);
  });

  it('leaves out rows of white space and keeps the numbers of the others', async () => {
    const table = await raw('a,b\n\n1,2\n,\n \u00a0,\t\n3,4\n\n\n');
    expect(await rowsOf(table)).toEqual([
      [3, '1', '2'],
      [6, '3', '4'],
    ]);
    expect(table.rowsLeftOut).toEqual([
      { reason: 'HEADER', count: 1, rows: [1] },
      { reason: 'BLANK', count: 5, rows: [2, 4, 5, 7, 8] },
    ]);
  });

  it('leaves out complete repetitions of the header', async () => {
    const table = await raw('name,amount\nA,1\nname,amount\nname,2\nB,3\n');
    expect(table.rowsLeftOut).toContainEqual({ reason: 'REPEATED_HEADER', count: 1, rows: [3] });
    expect(await rowsOf(table)).toEqual([
      [2, 'A', '1'],
      [4, 'name', '2'],
      [5, 'B', '3'],
    ]);
  });

  it('pads short rows, cuts long ones, and warns about both', async () => {
    const table = await raw('a,b,c\n1,2,3\n4,5\n6,7,8,9,x\n10,11,12\n');
    expect(await rowsOf(table)).toEqual([
      [2, '1', '2', '3'],
      [3, '4', '5', null],
      [4, '6', '7', '8'],
      [5, '10', '11', '12'],
    ]);
    expect(table.warnings).toEqual([
      { code: 'RAGGED_ROWS', column: null, count: 1, message: expect.stringContaining('row 4 (5 cells: "9", "x")') },
      { code: 'RAGGED_ROWS', column: null, count: 1, message: expect.stringContaining('row 3') },
    ]);
    expect(table.reading.evidence).toContain('cells left out: row 4 (5 cells: "9", "x")');
  });

  it('drops the empty column of trailing delimiters', async () => {
    expect(await read('a,b,\n1,2,\n3,4,\n')).toEqual({
      headers: ['a', 'b'],
      rows: [
        [2, '1', '2'],
        [3, '3', '4'],
      ],
    });
    const { warnings, headers } = await raw('a,b\n1,2,,\n3,4,,\n');
    expect({ warnings, headers }).toEqual({ warnings: [], headers: ['a', 'b'] });
  });

  it('keeps columns beyond the header that most rows fill', async () => {
    const table = await raw('name,amount\nA,24,50\nB,13,00\nC,7\n');
    expect(table.headers).toEqual(['name', 'amount', '']);
    expect(await rowsOf(table)).toEqual([
      [2, 'A', '24', '50'],
      [3, 'B', '13', '00'],
      [4, 'C', '7', null],
    ]);
    expect(table.warnings[0]).toMatchObject({
      code: 'RAGGED_ROWS',
      count: 2,
      message: expect.stringContaining('more cells than the 2'),
    });
  });

  it('reads on after an unclosed quote and reports its row', async () => {
    const table = await raw('a,b,c\n1,"x,3\n4,"y",6\n"Foo" Ltd,8,9\n');
    expect(await rowsOf(table)).toEqual([
      [2, '1', '"x', '3'],
      [3, '4', 'y', '6'],
      [4, '"Foo" Ltd', '8', '9'],
    ]);
    expect(table.warnings).toEqual([
      { code: 'STRAY_QUOTES', column: null, count: 2, message: expect.stringContaining('row 2, row 4') },
    ]);
  });

  it('reads files without a header, with empty column names', async () => {
    const table = await raw('1,2\n3,4\n');
    expect(table).toMatchObject({ headers: ['', ''], rowCount: 2, reading: { headerRow: null }, rowsLeftOut: [] });
    expect(await rowsOf(table)).toEqual([
      [1, '1', '2'],
      [2, '3', '4'],
    ]);
  });

  it('reads one column', async () => {
    const table = await raw('name\nAda\n\n"Bob, Jr"\n');
    expect(table.reading.delimiter).toBe(null);
    expect(await rowsOf(table)).toEqual([
      [2, 'Ada'],
      [4, 'Bob, Jr'],
    ]);
  });

  it('reads classic Mac OS line ends and a line sep=', async () => {
    expect(await read('a,b\r1,2\r3,4\r')).toEqual({
      headers: ['a', 'b'],
      rows: [
        [2, '1', '2'],
        [3, '3', '4'],
      ],
    });
    expect(await read('sep=;\na;b\nx;1,5\n')).toEqual({ headers: ['a', 'b'], rows: [[3, 'x', '1,5']] });
  });

  it('uses the options delimiter, encoding, header row', async () => {
    expect(await read('a;b,c\n1;2,3\n', { delimiter: ',' })).toEqual({
      headers: ['a;b', 'c'],
      rows: [[2, '1;2', '3']],
    });
    expect(await read(Buffer.from('a,\xb1\nx,1\n', 'latin1'), { encoding: 'iso-8859-2' })).toMatchObject({
      headers: ['a', 'ą'],
    });
    expect(await read('x,y\na,b\n1,2\n', { headerRow: 2 })).toEqual({ headers: ['a', 'b'], rows: [[3, '1', '2']] });
    await expect(read('a,b\n1,2\n', { headerRow: 3 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(read('a,b\n1,2\n', { delimiter: 'tab' })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(read('a,b\n1,2\n', { encoding: 'x' })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  it('rejects files without a table', async () => {
    await expect(read('a\n')).rejects.toMatchObject({
      code: 'NO_TABLE',
      message: expect.stringContaining('no rows'),
    });
    await expect(read(' \n\n ')).rejects.toMatchObject({ code: 'NO_TABLE' });
    await expect(read(',,\n,,\n')).rejects.toMatchObject({ code: 'NO_TABLE' });
  });

  it('rejects more columns than the maximum, and reads the maximum', async () => {
    const line = (columns: number) => `${Array.from({ length: columns }, (_, index) => `x${index}`).join(',')}\n`;
    await expect(read(line(5000).repeat(3))).rejects.toMatchObject({
      code: 'TOO_MANY_COLUMNS',
      message: expect.stringContaining('5000 columns'),
    });
    expect((await raw(line(2048) + line(2048).replaceAll('x', ''))).headers).toHaveLength(2048);
  });

  it('rejects a line without an end, and reads cells of 40,000 characters', async () => {
    const endless = { code: 'UNREADABLE_FILE', message: expect.stringContaining('longer than 16 MB') };
    await expect(read(`a,b\n1,${'x'.repeat(17 * 1024 * 1024)}\n`)).rejects.toMatchObject(endless);
    await expect(read('x'.repeat(17 * 1024 * 1024))).rejects.toMatchObject(endless);
    await expect(read(`a,b\n${'x'.repeat(40 * 1024 * 1024)}`)).rejects.toMatchObject(endless);
    const long = 'y'.repeat(40_000);
    expect(await read(`${long},b\n${long},2\n3,4\n`)).toEqual({
      headers: [long, 'b'],
      rows: [
        [2, long, '2'],
        [3, '3', '4'],
      ],
    });
  });

  it('reads many rows in order with several threads', async () => {
    const rows = Array.from({ length: 150_000 }, (_, index) => [
      String(index),
      index % 7 === 0 ? 'line\nline' : 'x',
      'é'.repeat(index % 40),
    ]);
    for (const text of [
      write([['id', 'note', 'text'], ...rows]),
      `${write([['id', 'note', 'text'], ...rows])}short\n`,
    ]) {
      const table = await raw(text);
      const wrong = await connection.runAndReadAll(
        `SELECT count(*) FROM ${table.table} WHERE rowid < 150000 AND (c1 <> rowid::VARCHAR OR ${table.sourceRow} <> rowid + 2)`,
      );
      expect(wrong.getRowsJS()).toEqual([[0n]]);
      expect(table.rowCount).toBe(text.endsWith('short\n') ? 150_001 : 150_000);
    }
  });

  it('reads RFC 4180 files with any delimiter, quotes and line ends', async () => {
    const cell = fc.oneof(
      fc.constantFrom('ACME', 'a"b', 'x, y', 'line\nline', 'semi;colon', 'é', '12', '', ' padded '),
      fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', 'é', '1'), maxLength: 5 }),
    );
    const rows = fc.array(fc.tuple(cell, cell, fc.integer().map(String)), { minLength: 1, maxLength: 8 });
    const dialect = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      quote: fc.constant<'"'>('"'),
      newline: fc.constantFrom<'\n' | '\r\n'>('\n', '\r\n'),
    });
    await fc.assert(
      fc.asyncProperty(rows, dialect, fc.boolean(), async (data, using, always) => {
        const { delimiter } = using;
        const { headers, rows } = await read(write([['name', 'note', 'n'], ...data], using, always), {
          delimiter,
          headerRow: 1,
        });
        expect(headers).toEqual(['name', 'note', 'n']);
        expect(rows).toEqual(data.map((cells, index) => [index + 2, ...cells.map((text) => text || null)]));
      }),
      { numRuns: 60 },
    );
  });

  it('agrees with DuckDB if DuckDB reads the text without errors', async () => {
    const piece = fc.constantFrom(
      'a',
      'é',
      '"',
      '""',
      ',',
      ',',
      '\n',
      '\n',
      ' ',
      '"b,c"',
      '"d\ne"',
      '"f" g',
      "'",
      '12',
      '"h" "i"',
    );
    const text = fc.string({ unit: piece, minLength: 1, maxLength: 25 });
    let agreed = 0;
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 3 }), async (source, columns) => {
        fc.pre(!/^\n|\n\n| {2}"/.test(source));
        const path = join(folder, 'agree.csv');
        writeFileSync(path, source);
        await connection.run('DROP TABLE IF EXISTS agree');
        const request = {
          path,
          table: 'agree',
          folder: null,
          dialect: COMMA,
          columns,
          numbered: false,
          skip: 0,
          parallel: true,
        };
        if (
          !(await loadRecords(connection, request).then(
            () => true,
            () => false,
          ))
        )
          return;
        agreed++;
        const ours = parse(source).map((cells) => Array.from({ length: columns }, (_, index) => cells[index] || null));
        expect((await connection.runAndReadAll('FROM agree')).getRowsJS()).toEqual(ours);
      }),
      { numRuns: 150 },
    );
    expect(agreed).toBeGreaterThan(10);
  });
});
