import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../../src/ingest/read/workbook/read-workbook.js';
import { plainRows, type RawWorkbook, rawWorkbook } from '../../../support/raw-workbook.js';
import { readSource } from '../../../support/read-source.js';

const read = (workbook: RawWorkbook, options = {}) => readSource(readWorkbook, rawWorkbook(workbook), options);

/** A sheet with the header name, value and the given rows. */
const oneSheet = (rows: string, rest: Partial<RawWorkbook> = {}): RawWorkbook => ({
  sheets: [{ data: plainRows([['name', 'value']]) + rows }],
  ...rest,
});

describe('readWorkbook', () => {
  it('reads texts of every kind: shared, rich, inline, of formulas, with references, CDATA and escapes', async () => {
    const strings =
      '<si><t xml:space="preserve"> plain </t></si>' +
      '<si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r><rPh sb="0" eb="1"><t>phonetic</t></rPh></si>' +
      '<si><t>a &amp; b &#233; &#x1F600; "quoted", line_x000A_two</t></si><si/>';
    const cells = [
      '<c t="s"><v>0</v></c><c t="s"><v>1</v></c>',
      '<c t="s"><v>2</v></c><c t="s"><v>3</v></c>',
      '<c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c><c t="str"><f>A1&amp;"x"</f><v>computed</v></c>',
      '<c t="inlineStr"><is><t><![CDATA[<b> & co]]></t></is></c><c t="str"><v>a<!-- note -->b</v></c>',
      '<c t="inlineStr"><is><t>=SUM(A1)</t></is></c><c t="inlineStr"><is><t>_x005F_x000A_ _xZZZZ_</t></is></c>',
    ];
    const { rows, sourceRows } = await read(
      oneSheet(cells.map((cell, i) => `<row r="${i + 2}">${cell}</row>`).join(''), { strings }),
    );
    expect(rows).toEqual([
      [' plain ', 'rich text'],
      ['a & b é 😀 "quoted", line\ntwo', null],
      ['inline', 'computed'],
      ['<b> & co', 'ab'],
      ['=SUM(A1)', '_x000A_ _xZZZZ_'],
    ]);
    expect(sourceRows).toEqual([2, 3, 4, 5, 6]);
  });

  it('prints numbers by the shortest decimal of their double, percents with their sign', async () => {
    const values = [
      '548.97149999999999',
      '1E+21',
      '1.5000000000000001E-7',
      '250.00',
      '-0',
      '0.1',
      '007',
      '1,5',
      ' 12 ',
    ];
    const rows = values.map(
      (v, i) => `<row r="${i + 2}"><c t="inlineStr"><is><t>n</t></is></c><c><v>${v}</v></c></row>`,
    );
    const percents = ['0.05', '0.055', '1.2', '0.28999999999999998'].map(
      (v, i) => `<row r="${i + 20}"><c t="inlineStr"><is><t>p</t></is></c><c s="1"><v>${v}</v></c></row>`,
    );
    const { rows: cells } = await read(oneSheet(rows.join('') + percents.join(''), { formats: [0, 10] }));
    expect(cells.map(([, value]) => value)).toEqual([
      '548.9715',
      '1000000000000000000000',
      '0.00000015000000000000002',
      '250',
      '0',
      '0.1',
      '7',
      '1,5',
      '12',
      '5%',
      '5.5%',
      '120%',
      '29%',
    ]);
  });

  it.each([
    [false, ['2021-01-01', '1900-02-29', '2021-01-01 12:00:00', '10:10:10', '27:30:00', '-1', '2021-03-04 10:10:10']],
    [true, ['2025-01-02', '1904-03-01', '2025-01-02 12:00:00', '10:10:10', '27:30:00', '-1', '2021-03-04 10:10:10']],
  ])('reads dates, times and durations by their formats, with 1904 %s', async (date1904, expected) => {
    const formats = ['General', 'yyyy-mm-dd', 'h:mm:ss', '[h]:mm'];
    const cells = [
      '<c s="1"><v>44197</v></c>',
      '<c s="1"><v>60</v></c>',
      '<c s="1"><v>44197.5</v></c>',
      '<c s="2"><v>0.42372685185185183</v></c>',
      '<c s="3"><v>1.1458333333333333</v></c>',
      '<c s="1"><v>-1</v></c>',
      '<c t="d"><v>2021-03-04T10:10:10Z</v></c>',
    ];
    const rows = cells.map((cell, i) => `<row r="${i + 2}"><c><v>${i}</v></c>${cell}</row>`).join('');
    const result = await read(oneSheet(rows, { formats, date1904 }));
    expect(result.rows.map(([, value]) => value)).toEqual(expected);
  });

  it('reads booleans, and counts errors and formulas without a result by column', async () => {
    const { raw, rows } = await read(
      oneSheet(
        '<row r="2"><c t="b"><v>1</v></c><c t="e"><v>#DIV/0!</v></c></row>' +
          '<row r="3"><c t="b"><v>0</v></c><c t="e"><f>1/0</f><v>#N/A</v></c></row>' +
          '<row r="4"><c><f>SUM(B2)</f></c><c><v>5</v></c></row>' +
          '<row r="5"><c t="str"><f>""</f><v></v></c><c><v>6</v></c></row>',
      ),
    );
    expect(rows).toEqual([
      ['TRUE', null],
      ['FALSE', null],
      [null, '5'],
      [null, '6'],
    ]);
    expect(raw.warnings.map(({ code, column, count }) => [code, column, count])).toEqual([
      ['ERROR_CELLS', 'name', 1],
      ['ERROR_CELLS', 'value', 2],
    ]);
    expect(raw.warnings[0]?.message).toContain('A4');
    expect(raw.warnings[1]?.message).toContain('#DIV/0! in B2');
  });

  it('places cells by reference, or by order without references', async () => {
    const { rows, raw } = await read({
      sheets: [
        {
          data:
            plainRows([['a', 'b', 'c', 'd']]) +
            '<row><c r="B2"><v>2</v></c><c><v>3</v></c></row>' +
            '<row r="4" spans="1:4"><c s="0" r="D4"><v>4</v></c></row><row r="5"/>',
        },
      ],
    });
    expect(rows).toEqual([
      [null, '2', '3', null],
      [null, null, null, '4'],
    ]);
    expect(raw.rowsLeftOut).toEqual([
      { reason: 'HEADER', count: 1, rows: [1] },
      { reason: 'BLANK', count: 1, rows: [3] },
    ]);
  });

  it('accounts for every row: titles, blank ones, the header, the data', async () => {
    const { raw, rows, sourceRows } = await read({
      sheets: [
        {
          data:
            plainRows([['Spending in 2024']], 2) +
            plainRows([['supplier', 'amount']], 5) +
            plainRows([['ACME', 5]], 6) +
            plainRows([[null, ' ']], 7) +
            plainRows([['BETA', 7]], 200),
        },
      ],
    });
    expect(raw.headers).toEqual(['supplier', 'amount']);
    expect(raw.reading).toMatchObject({ sheet: 'Sheet1', headerRow: 5, titleRows: [['Spending in 2024']] });
    expect(rows).toEqual([
      ['ACME', '5'],
      ['BETA', '7'],
    ]);
    expect(sourceRows).toEqual([6, 200]);
    const blank = [1, 3, 4, ...Array.from({ length: 97 }, (_, i) => 7 + i)];
    expect(raw.rowsLeftOut).toEqual([
      { reason: 'BEFORE_HEADER', count: 1, rows: [2] },
      { reason: 'HEADER', count: 1, rows: [5] },
      { reason: 'BLANK', count: 196, rows: blank },
    ]);
    const accounted = raw.rowsLeftOut.reduce((sum, { count }) => sum + count, raw.rowCount);
    expect(accounted).toBe(200);
  });

  it('leaves out repeated headers, as on printed pages', async () => {
    const header = ['name', 2019, null];
    const { raw, rows } = await read({
      sheets: [{ data: plainRows([header, ['ACME', 5, null], header, ['name', 2018, null], header]) }],
    });
    expect(rows).toEqual([
      ['ACME', '5'],
      ['name', '2018'],
    ]);
    expect(raw.rowsLeftOut).toEqual([
      { reason: 'HEADER', count: 1, rows: [1] },
      { reason: 'REPEATED_HEADER', count: 2, rows: [3, 5] },
    ]);
  });

  it('leaves out empty columns at the edges and keeps those within, and columns with data but no header', async () => {
    const row = (row: number, cells: Record<string, string>) =>
      `<row r="${row}">${Object.entries(cells)
        .map(([column, text]) => `<c r="${column}${row}" t="inlineStr"><is><t>${text}</t></is></c>`)
        .join('')}</row>`;
    const { raw, rows } = await read({
      sheets: [
        {
          data:
            row(1, { B: 'name', D: 'city', XFD: '' }) +
            row(2, { A: '', B: 'ACME', D: 'Paris' }) +
            row(3, { B: 'BETA', D: 'Rome', F: 'note' }),
        },
      ],
    });
    expect(raw.headers).toEqual(['name', '', 'city', '']);
    expect(rows).toEqual([
      ['ACME', null, 'Paris', null],
      ['BETA', null, 'Rome', 'note'],
    ]);
  });

  it('counts a distant stray cell as one column and row, not a million', async () => {
    const { raw, rows, sourceRows } = await read({
      sheets: [
        {
          data: `${plainRows([
            ['name', 'value'],
            ['ACME', 5],
          ])}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`,
        },
      ],
    });
    expect(raw.headers).toEqual(['name', 'value', '']);
    expect(rows).toEqual([
      ['ACME', '5', null],
      [null, null, '1'],
    ]);
    expect(sourceRows).toEqual([2, 1_048_576]);
  });

  it('finds columns that begin after thousands of rows', async () => {
    const early = Array.from({ length: 3000 }, (_, i) => [`n${i}`, i]);
    const { raw, rows } = await read({
      sheets: [
        {
          data: plainRows([['name', 'value'], ...early]) + plainRows([['late', 1, null, 'surplus']], 3002),
        },
      ],
    });
    expect(raw.headers).toEqual(['name', 'value', '']);
    expect(rows).toHaveLength(3001);
    expect(rows.at(-2)).toEqual(['n2999', '2999', null]);
    expect(rows.at(-1)).toEqual(['late', '1', 'surplus']);
  });

  it('leaves out values under merged cells and repeats the merged text in each row', async () => {
    const { raw, rows } = await read({
      sheets: [
        {
          data: plainRows([
            ['name', 'value'],
            ['ACME', 5],
            ['hidden', 6],
            ['BETA', 7],
          ]),
          after: '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/></mergeCells>',
        },
      ],
    });
    expect(rows).toEqual([
      ['ACME', '5'],
      ['ACME', '6'],
      ['BETA', '7'],
    ]);
    expect(raw.reading.evidence).toContain('merged ranges: 1 below the header; 1 values under them left out');
  });

  it('reads a table without a header like a text file', async () => {
    const { raw, rows } = await read({
      sheets: [
        {
          data: plainRows([
            [1, 2],
            [3, 4],
          ]),
        },
      ],
    });
    expect(raw.headers).toEqual(['', '']);
    expect(raw.reading.headerRow).toBeNull();
    expect(rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('keeps hidden rows, which a filter may have hidden', async () => {
    const { rows } = await read(
      oneSheet('<row r="2" hidden="1"><c t="inlineStr"><is><t>ACME</t></is></c><c><v>5</v></c></row>'),
    );
    expect(rows).toEqual([['ACME', '5']]);
  });

  it('keeps texts with line ends, quotes, commas and 40,000 characters whole', async () => {
    const texts = ['two\nlines', 'carriage\r\nreturn', 'a "quoted" text', 'comma, separated', '"', 'x'.repeat(40_000)];
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('Data');
    sheet.addRow(['text', 'value']);
    for (const [i, text] of texts.entries()) sheet.addRow([text, i]);
    const { rows } = await readSource(readWorkbook, Buffer.from(await book.xlsx.writeBuffer()));
    // XML itself turns CR LF into LF.
    expect(rows.map(([text]) => text)).toEqual(texts.map((text) => text.replace('\r\n', '\n')));
  });

  it.each(['__proto__', 'constructor', 'h'.repeat(5000)])('takes any text for a header', async (header) => {
    const { raw } = await read({
      sheets: [
        {
          data: plainRows([
            [header, 'value'],
            ['ACME', 5],
          ]),
        },
      ],
    });
    expect(raw.headers).toEqual([header, 'value']);
  });

  it('reads parts whose elements have a prefix', async () => {
    const data = plainRows([
      ['name', 'value'],
      ['ACME', 5],
    ]);
    const prefixed = `<worksheet><sheetData>${data}</sheetData></worksheet>`
      .replaceAll(/<(\/?)(?=[a-z])/g, '<$1x:')
      .replace('<x:worksheet>', '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">');
    expect((await read({ sheets: [{ xml: prefixed }] })).rows).toEqual([['ACME', '5']]);
  });

  it('reads parts in UTF-16', async () => {
    const xml = `\ufeff<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData>${plainRows([
      ['名前', 'value'],
      ['Łódź', 5],
    ])}</sheetData></worksheet>`;
    const { raw, rows } = await read({ sheets: [{ xml: Buffer.from(xml, 'utf16le') }] });
    expect(raw.headers).toEqual(['名前', 'value']);
    expect(rows).toEqual([['Łódź', '5']]);
  });
});
