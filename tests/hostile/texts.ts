import { type HostileFile, large, read, refused, repeat, withOptions } from './hostile-file.js';

const MEGABYTE = 1024 ** 2;
const csv = 'table.csv';
const text = (what: string, bytes: HostileFile['bytes'], outcome: Parameters<typeof read>[3]) =>
  read(what, csv, bytes, outcome);
const not = (what: string, bytes: HostileFile['bytes'], code: Parameters<typeof refused>[3], saying: RegExp) =>
  refused(what, csv, bytes, code, saying);

/** A sound table around one cell. */
const around = (cell: string) => `name,value\nACME,5\n${cell},7\n`;
const cell = (what: string, content: string, kept = content) =>
  text(what, () => around(content), {
    rows: 2,
    preview: [
      ['ACME', '5'],
      [kept, '7'],
    ],
  });
const numbers = (last: string) => `name,value\n${repeat(30, (at) => `n${at},${at + 0.5}\n`)}last,${last}\n`;
const header = (what: string, names: string, columns: string[], more: object = {}) =>
  text(what, () => `${names}\n${columns.map((_, at) => (at === 0 ? 'ACME' : at)).join(',')}\n`, {
    rows: 1,
    columns,
    ...more,
  });
const wide = (columns: number, rows: number) =>
  `${Array.from({ length: columns }, (_, at) => `h${at}`).join(',')}\n${repeat(rows, (row) => `${Array.from({ length: columns }, (_, at) => (at % 2 ? row * at : `t${row % 7}`)).join(',')}\n`)}`;
const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));

export const texts: HostileFile[] = [
  not('no bytes at all', () => '', 'EMPTY_FILE', /no bytes/),
  not('a byte order mark alone', () => '\ufeff', 'EMPTY_FILE', /empty/),
  not('line ends alone', () => '\r\n'.repeat(10_000), 'EMPTY_FILE', /empty/),
  not('white space alone', () => ' \t\n'.repeat(10_000), 'EMPTY_FILE', /empty/),
  not('delimiters alone', () => ',,,,\n'.repeat(1000), 'NO_TABLE', /no rows/),
  text('a header alone', () => 'name,value\n', { rows: 0, warnings: ['NO_ROWS'] }),
  text('a header and blank lines', () => `name,value\n${'\n'.repeat(50_000)}`, { rows: 0, warnings: ['NO_ROWS'] }),
  text('one cell', () => '1', { rows: 1 }),
  not('a single character over and over', () => 'a'.repeat(100_000), 'NO_TABLE', /no rows/),

  text('a few NUL bytes', () => around('AC\0ME'), {
    rows: 2,
    warnings: ['ENCODING_REPLACED'],
    preview: [
      ['ACME', '5'],
      ['AC\ufffdME', '7'],
    ],
  }),
  not(
    'a tenth of NUL bytes, far in',
    () => `name,value\n${'ACME,5\n'.repeat(60_000)}${'\0'.repeat(200_000)}`,
    'UNREADABLE_FILE',
    /NUL/,
  ),
  not('NUL bytes alone', () => Buffer.alloc(5000), 'EMPTY_FILE', /empty/),
  not(
    'random bytes',
    () => Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * at * 31 + at * 7) % 256)),
    'UNSUPPORTED_FORMAT',
    /binary data/,
  ),
  text('bytes that are no UTF-8', () => bytes('name,value\nM', [0xfc], 'ller,5\n'), {
    rows: 1,
    preview: [['Müller', '5']],
  }),
  text('a letter of UTF-8 cut in two', () => bytes(`name,value\n${'Émile,5\n'.repeat(30)}`, [0xc3], ',7\n'), {
    rows: 31,
    warnings: ['ENCODING_REPLACED'],
  }),
  text(
    'overlong UTF-8 and surrogates',
    () => bytes(`name,value\n${'Émile,5\n'.repeat(60)}`, [0xc0, 0xaf, 0xed, 0xa0, 0x80], ',7\n'),
    { rows: 61, warnings: ['ENCODING_REPLACED'] },
  ),
  text('UTF-16 without a mark', () => Buffer.from('name,value\nACME,5\n', 'utf16le'), {
    rows: 1,
    preview: [['ACME', '5']],
  }),
  text(
    'UTF-16 with half a character at its end',
    () => Buffer.concat([Buffer.from('\ufeffname,value\nACME,5\n', 'utf16le'), Buffer.from('x')]),
    { rows: 2, warnings: ['ENCODING_REPLACED'] },
  ),
  text('UTF-16 with half a surrogate pair', () => Buffer.from('\ufeffname,value\nAC\ud83dME,5\n', 'utf16le'), {
    rows: 1,
    warnings: ['ENCODING_REPLACED'],
  }),
  not('UTF-32', () => bytes([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0, 0x2c, 0, 0, 0]), 'UNREADABLE_FILE', /UTF-32/),
  text('a byte order mark in the middle', () => around('\ufeffACME'), { rows: 2 }),

  text('a quote that nothing closes, in the first cell of the data', () => `name,value\n"ACME,5\nBETA,7\nGAMMA,9\n`, {
    rows: 3,
    warnings: ['STRAY_QUOTES'],
  }),
  text('a quote that nothing closes, in the last cell', () => `name,value\nACME,5\n"BETA,7`, {
    rows: 2,
    warnings: ['STRAY_QUOTES'],
  }),
  text('a quote that nothing closes, in the header', () => `"name,value\nACME,5\nBETA,7\n`, { rows: 2 }),
  text('a stray quote in every row', () => `name,value\n${repeat(20_000, (at) => `"n${at} "x" y,${at}\n`)}`, {
    rows: 20_000,
    warnings: ['STRAY_QUOTES'],
  }),
  text('quotes alone', () => `name,value\n${'"'.repeat(9999)},5\n"""","7"\n`, { rows: 2 }),
  text('a quoted cell of 20,000 lines', () => `name,value\n"${'line\n'.repeat(20_000)}",5\nBETA,7\n`, { rows: 2 }),
  text(
    'a line of 100,000 cells, each of which opens a quote that nothing closes',
    () => `name,value\n${'ACME,5\n'.repeat(50)}${' "a"b,'.repeat(100_000)}\n`,
    { rows: 51, warnings: ['STRAY_QUOTES', 'RAGGED_ROWS'] },
  ),
  text(
    'a line of 100,000 cells whose quotes the last one ends',
    () => `name,value\n${'ACME,5\n'.repeat(50)}${' "a"b,'.repeat(100_000)}"x"\n`,
    { rows: 51, warnings: ['STRAY_QUOTES', 'RAGGED_ROWS'] },
  ),
  text('200,000 carriage returns in one cell', () => around(`A${'\r'.repeat(200_000)}B`), { rows: 2 }),
  large(
    text('four million stray quotes', () => `name,value\n${'"x "y,1\n'.repeat(2_000_000)}`, {
      rows: 2_000_000,
      warnings: ['STRAY_QUOTES'],
    }),
  ),

  not('a line of 17 MB', () => `name,value\n${'x'.repeat(17 * MEGABYTE)}`, 'UNREADABLE_FILE', /longer than 16 MB/),
  large(
    text(
      '25 million short lines after a quote that nothing closes',
      () => `name,value\n"open\n${'a,1\n'.repeat(25_000_000)}`,
      { rows: 25_000_001, warnings: ['RAGGED_ROWS', 'STRAY_QUOTES', 'DUPLICATE_ROWS'] },
    ),
  ),
  large(not('one line of 100 MB', () => 'x'.repeat(100 * MEGABYTE), 'UNREADABLE_FILE', /longer than 16 MB/)),
  large(
    not('one line of 100 MB of delimiters', () => ','.repeat(100 * MEGABYTE), 'UNREADABLE_FILE', /longer than 16 MB/),
  ),
  large(
    not(
      'one line of 100 MB behind a good beginning',
      () => `name,value\n${'ACME,5\n'.repeat(50_000)}${'x'.repeat(100 * MEGABYTE)}`,
      'UNREADABLE_FILE',
      /longer than 16 MB/,
    ),
  ),
  large(
    text(
      'a quoted cell of 20 MB, read line by line',
      () => `name,value\nACME,"${`${'x'.repeat(99)}\n`.repeat(200_000)}",5\n`,
      { rows: 200_001, warnings: ['STRAY_QUOTES'] },
    ),
  ),
  large(text('15 MB in one cell', () => around('x'.repeat(15 * MEGABYTE)), { rows: 2 })),
  large(not('three million rows of the header alone', () => 'a\n'.repeat(3_000_000), 'NO_TABLE', /no rows/)),
  large(
    text('ten million line ends between two rows', () => `name,value\nACME,5\n${'\n'.repeat(10_000_000)}BETA,7\n`, {
      rows: 2,
    }),
  ),
  cell('a cell of 40,000 characters', 'é'.repeat(40_000)),
  cell('a cell of a million characters', 'x'.repeat(1_000_000)),
  text('a row of 10,000 cells in a table of two', () => `name,value\nACME,5\nBETA,7${',x'.repeat(10_000)}\n`, {
    rows: 2,
    warnings: ['RAGGED_ROWS'],
  }),
  text(
    'rows of every length',
    () => `a,b,c,d,e\n${repeat(500, (at) => `${Array.from({ length: at % 9 }, () => 'x').join(',')}\n`)}`,
    { rows: 444, warnings: ['RAGGED_ROWS'] },
  ),
  text('200 columns', () => wide(200, 20), { rows: 20 }),
  large(text('1,000 columns', () => wide(1000, 20), { rows: 20 })),
  large(
    text(
      '2,000 columns of dates that must be read one by one',
      () =>
        `${Array.from({ length: 2000 }, (_, at) => `d${at}`).join(',')}\n${repeat(20, (row) => `${Array.from({ length: 2000 }, (_, at) => `${13 + (row % 9)}/${1 + (at % 12)}/2024`).join(',')}\n`)}`,
      { rows: 20 },
    ),
  ),
  large(text('2,048 columns', () => wide(2048, 20), { rows: 20 })),
  not('2,049 columns', () => wide(2049, 2), 'TOO_MANY_COLUMNS', /2049 columns; the maximum is 2048/),
  not('20,000 columns', () => wide(20_000, 2), 'TOO_MANY_COLUMNS', /the maximum is 2048/),
  not(
    'a million columns',
    () => `${','.repeat(1_000_000)}\n`.repeat(3).replaceAll(',', 'a,'),
    'TOO_MANY_COLUMNS',
    /the maximum is 2048/,
  ),

  header('headers that are properties of every object', '__proto__,constructor,hasOwnProperty,toString,valueOf', [
    'proto',
    'constructor',
    'hasownproperty',
    'tostring',
    'valueof',
  ]),
  header('a header of 5,000 characters', `name,${'v'.repeat(5000)}`, ['name', 'v'.repeat(5000)]),
  header('headers that are all the same', 'x,x,x,X, x ', ['x', 'x_2', 'x_3', 'x_4', 'x_5'], {
    warnings: ['DUPLICATE_HEADER'],
  }),
  header('headers that take the names others would get', 'a,a_2,a,a', ['a', 'a_2', 'a_3', 'a_4'], {
    warnings: ['DUPLICATE_HEADER'],
  }),
  header('headers of signs alone', 'name,!!!,---,"  ",😀', ['name', 'column_2', 'column_3', 'column_4', 'column_5']),
  header('headers that are SQL', `name,"x""; DROP TABLE t; --",') OR 1=1`, ['name', 'x_drop_table_t', 'or_1_1']),
  header('headers with line ends', 'name,"value\r\nin\nEUR"', ['name', 'value_in_eur']),
  header('headers written from right to left', 'name,المبلغ,\u202eeulav', ['name', 'المبلغ', 'eulav']),
  header('headers of other scripts', 'name,名前,Сумма,ποσό', ['name', '名前', 'сумма', 'ποσο']),
  text(
    '100 headers of one name',
    () =>
      `${Array.from({ length: 100 }, () => 'x').join(',')}\n${Array.from({ length: 100 }, (_, at) => at).join(',')}\n`,
    { rows: 1, warnings: ['DUPLICATE_HEADER'] },
  ),

  cell('a formula', '=1+1'),
  cell('a formula that runs a program', `"=cmd|' /C calc'!A0"`, `=cmd|' /C calc'!A0`),
  cell('a formula behind a plus', '+1+cmd'),
  cell('a formula behind a minus', '-1+cmd'),
  cell('a formula behind an at sign', '@SUM(1)'),
  cell('a link', '"=HYPERLINK(""http://evil"",""x"")"', '=HYPERLINK("http://evil","x")'),
  cell('a script', '<script>alert(1)</script>'),
  cell('SQL', `'; DROP TABLE t; --`),
  cell('a template', '#{7*7}{{7*7}}<%= 7*7 %>'),
  cell('control characters', 'A\u0001\u0007\u001bB'),
  cell('direction overrides', 'A\u202eB\u2066C'),
  cell('lines that Unicode ends', 'A\u2028B\u2029C\u0085D'),
  cell('combining marks by the hundred', `Z${'\u0301'.repeat(500)}`),

  text('a number beyond all numbers', () => numbers('1e400'), { rows: 31 }),
  text('a number of 400 digits', () => numbers('9'.repeat(400)), { rows: 31 }),
  text('a number of 400 decimals', () => numbers(`0.${'1'.repeat(400)}`), { rows: 31 }),
  text('an exponent of 99', () => numbers('1e99'), { rows: 31 }),
  text('words that some take for numbers', () => numbers('Infinity'), { rows: 31, warnings: ['UNPARSEABLE_VALUES'] }),
  text('a hexadecimal number', () => numbers('0x1F'), { rows: 31, warnings: ['UNPARSEABLE_VALUES'] }),
  text('a number behind ten thousand zeros', () => numbers(`${'0'.repeat(10_000)}1`), { rows: 31 }),
  text('a number with ten thousand marks', () => numbers(`"1${',000'.repeat(10_000)}"`), { rows: 31 }),
  text('minus upon minus', () => numbers(`${'-'.repeat(10_000)}1`), { rows: 31, warnings: ['UNPARSEABLE_VALUES'] }),
  text(
    'days that do not exist',
    () => `day,value\n${repeat(40, (at) => `2024-01-${String(1 + (at % 28)).padStart(2, '0')},${at}\n`)}2024-02-31,1\n`,
    { rows: 41, warnings: ['UNPARSEABLE_VALUES'] },
  ),
  text(
    'years beyond the calendar',
    () =>
      `date,value\n${repeat(40, (at) => `2024-01-${String(1 + (at % 28)).padStart(2, '0')},${at}\n`)}9999999-12-31,1\n`,
    { rows: 41, warnings: ['UNPARSEABLE_VALUES'] },
  ),

  text('line ends of every kind', () => 'name,value\nACME,5\r\nBETA,7\n\rGAMMA,9\r\r\n', { rows: 3 }),
  text('the line ends of old Macs', () => 'name,value\rACME,5\rBETA,7\r', {
    rows: 2,
    preview: [
      ['ACME', '5'],
      ['BETA', '7'],
    ],
  }),
  text('form feeds and vertical tabs', () => 'name,value\n\fACME,5\n\vBETA,7\n', { rows: 2 }),
  text('a first line that announces nothing', () => 'sep=\nname,value\nACME,5\n', { rows: 1 }),
  text('a first line that announces two characters', () => 'sep=ab\nname,value\nACME,5\n', { rows: 1 }),
  text('a first line that announces a quote', () => 'sep="\nname,value\nACME,5\n', { rows: 1 }),
  text('a first line that announces a letter', () => 'sep=m\nname,value\nACME,5\n', { rows: 1 }),
  text('a first line that announces the truth', () => 'sep=^\nname^value\nACME^5\n', {
    rows: 1,
    preview: [['ACME', '5']],
  }),
  text(
    'twenty rows of titles',
    () => `${repeat(20, (at) => `Title ${at}\n`)}name,value\n${repeat(30, (at) => `n${at},${at}\n`)}`,
    { rows: 30, columns: ['name', 'value'] },
  ),
  text('the header on every page', () => repeat(200, (at) => `name,value\nn${at},${at}\n`), { rows: 200 }),
  text('totals of totals', () => 'name,value\nACME,5\nBETA,7\nTotal,12\nTotal,24\n', {
    rows: 3,
    warnings: ['TOTAL_ROW'],
  }),

  withOptions(
    { delimiter: ',,,,,' },
    not('a delimiter of five characters', () => around('x'), 'INVALID_OPTION', /delimiter/),
  ),
  withOptions(
    { delimiter: '"' },
    not('a quote as the delimiter', () => around('x'), 'INVALID_OPTION', /delimiter/),
  ),
  withOptions(
    { delimiter: '' },
    not('no character as the delimiter', () => around('x'), 'INVALID_OPTION', /delimiter/),
  ),
  withOptions(
    { delimiter: '\u0000' },
    not('NUL as the delimiter', () => around('x'), 'INVALID_OPTION', /delimiter/),
  ),
  withOptions(
    { delimiter: '😀' },
    text('a delimiter beyond the basic plane', () => 'name😀value\nACME😀5\n', { rows: 1, preview: [['ACME', '5']] }),
  ),
  withOptions(
    { encoding: 'x-klingon' },
    not('an encoding nobody knows', () => around('x'), 'INVALID_OPTION', /encoding/),
  ),
  withOptions(
    { encoding: 'e'.repeat(100_000) },
    not('an encoding of a very long name', () => around('x'), 'INVALID_OPTION', /encoding/),
  ),
  withOptions(
    { encoding: 'utf-16le' },
    not('UTF-8 read as UTF-16', () => 'name,value\nACME,5\n', 'NO_TABLE', /./),
  ),
  withOptions(
    { headerRow: -1 },
    not('a header row below zero', () => around('x'), 'INVALID_OPTION', /headerRow/),
  ),
  withOptions(
    { headerRow: 2_147_483_647 },
    not('a header row beyond the file', () => around('x'), 'INVALID_OPTION', /headerRow/),
  ),
  withOptions(
    { headerRow: 3 },
    text('the last row as the header', () => around('x'), { rows: 0, warnings: ['NO_ROWS'] }),
  ),
];
