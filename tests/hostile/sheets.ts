import type { RawSheet } from '../support/raw-workbook.js';
import { plainRows } from '../support/raw-workbook.js';
import { zipFile } from '../support/zip-file.js';
import { soundParts, workbook } from './archives.js';
import { type HostileFile, large, read, refused, repeat, withOptions } from './hostile-file.js';

const book = 'book.xlsx';
const HEADER = plainRows([['name', 'value']]);
const ACME = '<row r="2"><c r="A2" t="inlineStr"><is><t>ACME</t></is></c><c r="B2"><v>5</v></c></row>';
const TABLE = HEADER + ACME;
const acme = { rows: 1, columns: ['name', 'value'], preview: [['ACME', '5']] };

const sheet = (part: RawSheet) => () => workbook({ sheets: [part] });
const xml = (text: string | Buffer) => sheet({ xml: text });
const rows = (data: string) => sheet({ data });
const unreadable = (what: string, bytes: HostileFile['bytes'], saying: RegExp) =>
  refused(what, book, bytes, 'UNREADABLE_FILE', saying);
const doctype = (what: string, bytes: HostileFile['bytes']) => unreadable(what, bytes, /document type/);

const MEGABYTE_TEXT = `<si><t>${'abcdefghij'.repeat(100_000)}</t></si>`;

const ENTITIES = `<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">${repeat(9, (at) => `<!ENTITY ${'bcdefghij'[at]} "${`&${'abcdefghi'[at]};`.repeat(10)}">`)}]>`;
const EXTERNAL = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>';

export const sheets: HostileFile[] = [
  doctype('entities that expand to gigabytes', xml(`${ENTITIES}<worksheet><sheetData>&j;</sheetData></worksheet>`)),
  doctype(
    'an external entity',
    xml(`${EXTERNAL}<worksheet><sheetData><row><c><v>&x;</v></c></row></sheetData></worksheet>`),
  ),
  doctype('an external document type', xml('<!DOCTYPE w SYSTEM "http://169.254.169.254/x.dtd"><worksheet/>')),
  doctype('a parameter entity', xml('<!DOCTYPE w [<!ENTITY % p SYSTEM "file:///dev/random"> %p;]><worksheet/>')),
  doctype('entities in the shared texts', () =>
    workbook({ entries: [{ name: 'xl/sharedStrings.xml', data: `${ENTITIES}<sst><si><t>&j;</t></si></sst>` }] }),
  ),
  doctype('entities in the styles', () =>
    workbook({ entries: [{ name: 'xl/styles.xml', data: `${ENTITIES}<styleSheet>&j;</styleSheet>` }] }),
  ),
  doctype('entities in the workbook part', () =>
    workbook({ entries: [{ name: 'xl/workbook.xml', data: `${EXTERNAL}<workbook>&x;</workbook>` }] }),
  ),
  doctype('entities in the relations', () =>
    workbook({ entries: [{ name: '_rels/.rels', data: `${EXTERNAL}<Relationships>&x;</Relationships>` }] }),
  ),
  unreadable(
    'an entity nobody defines',
    rows(`${TABLE}<row r="3"><c t="inlineStr"><is><t>&nbsp;</t></is></c></row>`),
    /entity/,
  ),
  unreadable(
    'XML cut off',
    xml('<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c'),
    /ends in the middle/,
  ),
  unreadable('text in the place of XML', xml('name,value\nACME,5\n'), /ends in the middle/),
  unreadable('tags that do not match', xml('<worksheet><sheetData></worksheet></sheetData>'), /do not match/),
  unreadable('elements 300 deep', xml('<a>'.repeat(300) + '</a>'.repeat(300)), /nests/),
  unreadable('a tag of 2 MB', rows(`${TABLE}<row ${'x'.repeat(2_000_000)}="1"/>`), /more than 1048576 bytes/),
  unreadable('an attribute of 2 MB', rows(`${TABLE}<row r="${'3'.repeat(2_000_000)}"/>`), /more than 1048576 bytes/),
  unreadable('a comment of 2 MB', rows(`<!--${'-x'.repeat(1_000_000)}-->${TABLE}`), /more than 1048576 bytes/),
  unreadable(
    'a text of 2 MB',
    rows(`${TABLE}<row r="3"><c t="inlineStr"><is><t>${'x'.repeat(2_000_000)}</t></is></c></row>`),
    /more than 1048576 bytes/,
  ),
  unreadable(
    'a cell of 100 MB in many pieces',
    rows(`${TABLE}<row r="3"><c t="inlineStr"><is>${repeat(100_000, varied)}</is></c></row>`),
    /cell with more than 1048576 bytes/,
  ),
  unreadable(
    'a shared text of 100 MB in many pieces',
    () => workbook({ sheets: [{ data: TABLE }], strings: `<si>${repeat(100_000, varied)}</si>` }),
    /cell with more than 1048576 bytes/,
  ),
  unreadable(
    'a row of 1,000 cells that all refer to one text of a megabyte',
    () => workbook({ sheets: [{ data: wideRows(1000, 119) + referring(300, 1000) }], strings: MEGABYTE_TEXT }),
    /more than 16777216 bytes of text in row 300/,
  ),
  refused(
    'three thousand rows that refer to one text of a megabyte',
    book,
    () => workbook({ sheets: [{ data: TABLE + repeat(3000, (at) => referring(at + 3, 1)) }], strings: MEGABYTE_TEXT }),
    'FILE_TOO_LARGE',
    /more than 268435456 bytes of text/,
  ),
  read(
    'a tag of 10,000 attributes',
    book,
    rows(`<row r="1" ${repeat(10_000, (at) => `a${at}="" `)}>${HEADER.slice(11)}${ACME}`),
    acme,
  ),
  unreadable('an unknown encoding', xml('<?xml version="1.0" encoding="x-klingon"?><worksheet/>'), /x-klingon/),
  read(
    'a sheet in UTF-16',
    book,
    xml(Buffer.from(`\ufeff<worksheet><sheetData>${TABLE}</sheetData></worksheet>`, 'utf16le')),
    acme,
  ),
  unreadable('rows out of order', rows(`${TABLE}<row r="1"><c><v>1</v></c></row>`), /row "1" after row 2/),
  unreadable('a row beyond the last', rows(`${TABLE}<row r="1048577"><c><v>1</v></c></row>`), /row "1048577"/),
  unreadable('a row that is no number', rows(`${TABLE}<row r="1e9"><c><v>1</v></c></row>`), /row "1e9"/),
  unreadable('a row below zero', rows(`${TABLE}<row r="-5"><c><v>1</v></c></row>`), /row "-5"/),
  unreadable('cells out of order', rows(`${TABLE}<row r="3"><c r="B3"/><c r="A3"/></row>`), /cell "A3" in row 3/),
  unreadable('a cell beyond the last column', rows(`${TABLE}<row r="3"><c r="XFE3"/></row>`), /cell "XFE3"/),
  unreadable('a cell of an unknown type', rows(`${TABLE}<row r="3"><c t="zz"><v>1</v></c></row>`), /unknown type "zz"/),
  unreadable(
    'a shared text that is not there',
    rows(`${TABLE}<row r="3"><c t="s"><v>7</v></c></row>`),
    /shared text 7/,
  ),
  unreadable(
    'a shared text of a negative number',
    rows(`${TABLE}<row r="3"><c t="s"><v>-1</v></c></row>`),
    /shared text -1/,
  ),
  read(
    'a style that is not there',
    book,
    rows(`${HEADER}<row r="2"><c t="inlineStr"><is><t>ACME</t></is></c><c s="4000000000"><v>5</v></c></row>`),
    acme,
  ),
  read(
    'a dimension that claims the whole sheet',
    book,
    xml(`<worksheet><dimension ref="A1:XFD1048576"/><sheetData>${TABLE}</sheetData></worksheet>`),
    acme,
  ),
  read(
    'a dimension that claims one cell',
    book,
    xml(`<worksheet><dimension ref="A1"/><sheetData>${TABLE}</sheetData></worksheet>`),
    acme,
  ),
  read(
    'one stray cell in the last corner of the sheet',
    book,
    rows(`${TABLE}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`),
    { rows: 2, columns: ['name', 'value', 'column_3'] },
  ),
  read('one stray cell far to the right', book, rows(`${TABLE}<row r="3"><c r="XFD3"><v>1</v></c></row>`), { rows: 2 }),
  refused(
    'a header of 2,049 columns',
    book,
    () => workbook({ sheets: [{ data: wideRows(2049) }] }),
    'TOO_MANY_COLUMNS',
    /2049 columns; the maximum is 2048/,
  ),
  refused(
    'a header of all 16,384 columns',
    book,
    () => workbook({ sheets: [{ data: wideRows(16_384) }] }),
    'TOO_MANY_COLUMNS',
    /16384 columns; the maximum is 2048/,
  ),
  read('100 columns', book, () => workbook({ sheets: [{ data: wideRows(100) }] }), { rows: 1 }),
  large(read('2,000 columns in a workbook', book, () => workbook({ sheets: [{ data: wideRows(2000) }] }), { rows: 1 })),
  read(
    'a cell of 40,000 characters',
    book,
    rows(`${HEADER}<row r="2"><c t="inlineStr"><is><t>${'é'.repeat(40_000)}</t></is></c><c><v>5</v></c></row>`),
    { rows: 1, preview: [['é'.repeat(40_000), '5']] },
  ),
  read(
    'a header of 5,000 characters',
    book,
    rows(
      plainRows([
        ['n'.repeat(5000), 'value'],
        ['ACME', 5],
      ]),
    ),
    { rows: 1, columns: ['n'.repeat(5000), 'value'] },
  ),
  read(
    'headers that are properties of every object',
    book,
    rows(
      plainRows([
        ['__proto__', 'constructor', 'toString'],
        ['ACME', 'x', 5],
      ]),
    ),
    { rows: 1, columns: ['proto', 'constructor', 'tostring'] },
  ),
  read(
    'numbers beyond all numbers',
    book,
    rows(
      `${HEADER}${repeat(30, (at) => `<row r="${at + 2}"><c t="inlineStr"><is><t>n${at}</t></is></c><c><v>${at === 3 ? '1e999' : at}</v></c></row>`)}`,
    ),
    { rows: 30, warnings: ['UNPARSEABLE_VALUES'] },
  ),
  read(
    'a number of 300 digits',
    book,
    rows(`${HEADER}<row r="2"><c t="inlineStr"><is><t>ACME</t></is></c><c><v>${'9'.repeat(300)}</v></c></row>`),
    { rows: 1 },
  ),
  read(
    'dates before time and after it',
    book,
    () =>
      workbook({
        formats: [0, 14],
        sheets: [
          {
            data: `${HEADER}<row r="2"><c t="inlineStr"><is><t>a</t></is></c><c s="1"><v>-1</v></c></row><row r="3"><c t="inlineStr"><is><t>b</t></is></c><c s="1"><v>1e15</v></c></row>`,
          },
        ],
      }),
    { rows: 2 },
  ),
  read(
    'errors in the place of numbers',
    book,
    rows(`${TABLE}<row r="3"><c t="inlineStr"><is><t>B</t></is></c><c t="e"><v>#DIV/0!</v></c></row>`),
    { rows: 2, warnings: ['ERROR_CELLS'] },
  ),
  read(
    'formulas that nobody computed',
    book,
    rows(`${TABLE}<row r="3"><c t="inlineStr"><is><t>B</t></is></c><c><f>WEBSERVICE("http://evil")</f></c></row>`),
    { rows: 2, warnings: ['ERROR_CELLS'] },
  ),
  read(
    '100,000 merged ranges that overlap',
    book,
    sheet({ data: TABLE, after: `<mergeCells>${'<mergeCell ref="A2:XFD1048576"/>'.repeat(100_000)}</mergeCells>` }),
    { rows: 1, preview: [['ACME', null]] },
  ),
  read(
    '200,000 merged ranges, each as wide as the sheet, one in every row',
    book,
    sheet({
      data: HEADER + repeat(200_000, (at) => `<row r="${at + 2}"><c><v>${at}</v></c><c><v>${at}</v></c></row>`),
      after: `<mergeCells>${repeat(200_000, (at) => `<mergeCell ref="A${at + 2}:XFD${at + 2}"/>`)}</mergeCells>`,
    }),
    {
      rows: 200_000,
      preview: [
        ['0', null],
        ['1', null],
      ],
    },
  ),
  read(
    'merged ranges that are none',
    book,
    sheet({
      data: TABLE,
      after: '<mergeCells><mergeCell ref="ZZZ9:A1"/><mergeCell ref="x"/><mergeCell/></mergeCells>',
    }),
    acme,
  ),
  read(
    'invalid UTF-8, escapes of NUL and lone surrogates',
    book,
    xml(
      Buffer.concat([
        Buffer.from(`<worksheet><sheetData>${HEADER}<row><c t="inlineStr"><is><t>a`),
        Buffer.from([0xff, 0xc3]),
        Buffer.from('b_xD800_c_x0000_d</t></is></c><c><v>5</v></c></row></sheetData></worksheet>'),
      ]),
    ),
    { rows: 1, preview: [['a\ufffd\ufffdb\ufffdc\u0000d', '5']] },
  ),
  read(
    'NUL bytes in the XML',
    book,
    rows(`${HEADER}<row r="2"><c t="inlineStr"><is><t>AC\u0000ME</t></is></c><c><v>5</v></c></row>`),
    { rows: 1 },
  ),
  refused(
    'a workbook of hidden sheets alone',
    book,
    sheet({ data: TABLE, state: 'veryHidden' }),
    'NO_TABLE',
    /hidden|visible/,
  ),
  refused('a workbook of a chart alone', book, sheet({ data: TABLE, type: 'chartsheet' }), 'NO_TABLE', /no table/),
  refused('a sheet of nothing', book, sheet({ data: '' }), 'NO_TABLE', /no table/),
  refused(
    'a sheet of 20,000 rows that hold nothing',
    book,
    rows(repeat(20_000, (at) => `<row r="${at + 1}"/>`)),
    'NO_TABLE',
    /no table/,
  ),
  read(
    '1,000 sheets',
    book,
    () => workbook({ sheets: [{ data: TABLE }, ...Array.from({ length: 999 }, () => ({ xml: '<worksheet/>' }))] }),
    acme,
  ),
  unreadable(
    '100,000 sheets that are all one part',
    () => {
      const parts = soundParts({ sheets: [{ data: TABLE }] });
      const tabs = repeat(100_000, (at) => `<sheet name="S${at}" sheetId="${at + 1}" r:id="rId1"/>`);
      return zipFile(
        parts.map((part) =>
          part.name === 'xl/workbook.xml'
            ? { ...part, data: part.data.toString().replace(/<sheets>.*<\/sheets>/, `<sheets>${tabs}</sheets>`) }
            : part,
        ),
      );
    },
    /more than 5000 sheets/,
  ),
  unreadable(
    'sheets whose names have a million characters',
    () => workbook({ sheets: [{ data: TABLE }, { name: 's'.repeat(1_000_001), data: TABLE }] }),
    /more than 1000000 characters/,
  ),
  unreadable(
    'a cell whose type is a megabyte long',
    rows(`${TABLE}<row r="3"><c t="${'z'.repeat(1_000_000)}"><v>1</v></c></row>`),
    /unknown type "zzz/,
  ),
  read(
    'two sheets of one name',
    book,
    () =>
      workbook({
        sheets: [
          { name: 'A', data: TABLE },
          { name: 'A', data: TABLE },
        ],
      }),
    acme,
  ),
  read('a sheet whose name has 5,000 characters', book, sheet({ name: 's'.repeat(5000), data: TABLE }), acme),
  withOptions(
    { sheet: '../../etc/passwd' },
    refused('a requested sheet that does not exist', book, sheet({ data: TABLE }), 'SHEET_NOT_FOUND', /Sheet1/),
  ),
  withOptions(
    { sheet: 's'.repeat(50_000) },
    refused('a requested sheet with a very long name', book, sheet({ data: TABLE }), 'SHEET_NOT_FOUND', /Sheet1/),
  ),
  withOptions(
    { headerRow: 1_000_000_000 },
    refused('a header row beyond the sheet', book, sheet({ data: TABLE }), 'INVALID_OPTION', /headerRow/),
  ),
  withOptions({ headerRow: 0 }, refused('header row 0', book, sheet({ data: TABLE }), 'INVALID_OPTION', /headerRow/)),
  large(
    read(
      'a million rows',
      book,
      () =>
        workbook({
          sheets: [
            {
              data:
                HEADER +
                repeat(
                  1_000_000,
                  (at) =>
                    `<row r="${at + 2}"><c r="A${at + 2}"><v>${at}</v></c><c r="B${at + 2}"><v>${at}.5</v></c></row>`,
                ),
            },
          ],
        }),
      { rows: 1_000_000 },
    ),
  ),
];

function wideRows(columns: number, rows = 1): string {
  const header = Array.from({ length: columns }, (_, at) => `h${at}`);
  return plainRows([header, ...Array.from({ length: rows }, () => header.map((_, at) => at))]);
}

function referring(row: number, columns: number): string {
  return `<row r="${row}">${'<c t="s"><v>0</v></c>'.repeat(columns)}</row>`;
}

/** A thousand characters, varied enough to pass as no zip bomb. */
function varied(at: number): string {
  return `<r><t>${repeat(50, (part) => String((at * 7919 + part * 104_729) % 100_003).padEnd(20, 'x'))}</t></r>`;
}
