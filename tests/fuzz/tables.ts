import { quoteIdentifier, quoteText } from '../../src/duckdb/quote.js';
import { parquetOf } from '../support/parquet-file.js';
import type { Random } from '../support/random.js';
import { escapeXml, rawParts } from '../support/raw-workbook.js';
import type { ZipEntry } from '../support/zip-file.js';

/** A table as people have them: a header, and rows of texts as a spreadsheet shows them. */
export interface Table {
  header: string[];
  rows: string[][];
}

type MakeCell = (random: Random, row: number) => string;

const digits = (random: Random, most: number) =>
  String(Math.floor(random.upTo(10 ** (1 + Math.floor(random.upTo(most))))));
const two = (value: number) => String(1 + Math.floor(value)).padStart(2, '0');
const grouped = (text: string, mark: string) => text.replace(/\B(?=(\d{3})+$)/g, mark);

/** Columns of every kind and notation there is. */
const columns: { header: string; cell: MakeCell }[] = [
  { header: 'Amount', cell: (random) => `${digits(random, 6)}.${two(random.upTo(99))}` },
  { header: 'Betrag', cell: (random) => `${grouped(digits(random, 7), '.')},${two(random.upTo(98))}` },
  { header: 'Montant (€)', cell: (random) => `${grouped(digits(random, 7), '\u202f')},${two(random.upTo(98))} €` },
  { header: 'Value USD', cell: (random) => random.pick(['$', '-$', '($', 'USD ']) + grouped(digits(random, 8), ',') },
  { header: 'Share', cell: (random) => `${digits(random, 2)}%` },
  { header: 'Population', cell: (random) => digits(random, 3) + random.pick(['k', 'M', 'bn', '']) },
  { header: 'Order date', cell: (random) => `${two(random.upTo(28))}/${two(random.upTo(12))}/2023` },
  { header: 'Paid', cell: (random) => `2024-${two(random.upTo(12))}-${two(random.upTo(28))}` },
  {
    header: 'When',
    cell: (random) => `2024-${two(random.upTo(12))}-${two(random.upTo(28))}T10:${two(random.upTo(59))}:00+02:00`,
  },
  { header: 'Period', cell: (random) => random.pick(['2024-Q1', '2024-Q2', 'Q3 2024', '2024 Q4']) },
  { header: 'Fiscal year', cell: (random) => random.pick(['2019/20', '2020/21', 'FY2022', '2022/23']) },
  { header: 'Year', cell: (random) => String(2015 + Math.floor(random.upTo(9))) },
  { header: 'Month', cell: (random) => random.pick(['Jan', 'févr.', 'März', 'abril', 'dic']) },
  { header: '2019', cell: (random) => digits(random, 4) },
  { header: '2020', cell: (random) => digits(random, 4) },
  { header: '2021', cell: (random) => digits(random, 4) },
  {
    header: 'Supplier',
    cell: (random) =>
      random.pick(['ACME, Inc.', 'O"Neil', 'Müller & Söhne', '名前', 'NA', 'None', 'acme, inc.', '-', ' padded ']),
  },
  { header: 'Zip code', cell: (random) => digits(random, 5).padStart(5, '0') },
  { header: 'Active', cell: (random) => random.pick(['yes', 'no', 'oui', 'TRUE', 'false']) },
  {
    header: 'Notes',
    cell: (random) =>
      random.pick(['two\nlines', 'tab\there', "it's", '=1+1', '', '', 'a "quoted" word', 'x'.repeat(300)]),
  },
  { header: '__proto__', cell: (random) => random.pick(['constructor', 'toString', '']) },
  { header: '', cell: (_, row) => String(row + 1) },
];

export function randomTable(random: Random): Table {
  const chosen = Array.from({ length: 1 + Math.floor(random.upTo(7)) }, () => random.pick(columns));
  const rows = Array.from({ length: 1 + Math.floor(random.upTo(random.pick([3, 12, 60]))) }, (_, row) =>
    chosen.map(({ cell }) => {
      const luck = random.upTo(1);
      if (luck < 0.06) return random.pick(['', 'n/a', '-', '#N/A', 'null', '\u00a0']);
      return luck < 0.09 ? random.pick(columns).cell(random, row) : cell(random, row);
    }),
  );
  return { header: chosen.map(({ header }) => header), rows };
}

export interface Writing {
  delimiter: string;
  newline: string;
  quote: 'needed' | 'all';
  encoding: 'utf8' | 'utf16le' | 'latin1';
  mark: boolean;
}

export function csvFile({ header, rows }: Table, { delimiter, newline, quote, encoding, mark }: Writing): Buffer {
  const special = new RegExp(`["\\r\\n${delimiter === '|' ? '\\|' : delimiter}]|^ | $`);
  const field = (cell: string) => (quote === 'all' || special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const text = [header, ...rows].map((row) => row.map(field).join(delimiter) + newline).join('');
  return Buffer.from((mark && encoding !== 'latin1' ? '\ufeff' : '') + text, encoding);
}

/** The cells as texts; numbers as numbers where `typed`. */
export function workbookParts(table: Table, random: Random, { typed }: { typed: boolean }): ZipEntry[] {
  const shared: string[] = [];
  const cell = (text: string, row: number, column: number) => {
    const place = `r="${letters(column)}${row}"`;
    if (text === '') return random.pick(['', `<c ${place}/>`]);
    if (typed && /^-?\d+(\.\d+)?$/.test(text))
      return `<c ${place} s="${Math.floor(random.upTo(4))}"><v>${text}</v></c>`;
    if (typed && random.upTo(12) < 1)
      return random.pick([
        `<c ${place} t="e"><v>#DIV/0!</v></c>`,
        `<c ${place}><f>1+1</f><v>2</v></c>`,
        `<c ${place} t="b"><v>1</v></c>`,
      ]);
    if (random.upTo(2) < 1)
      return `<c ${place} t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
    shared.push(text);
    return `<c ${place} t="s"><v>${shared.length - 1}</v></c>`;
  };
  const data = [table.header, ...table.rows]
    .map((cells, at) => `<row r="${at + 1}">${cells.map((text, column) => cell(text, at + 1, column)).join('')}</row>`)
    .join('');
  const merges = typed && random.upTo(3) < 1 ? '<mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>' : '';
  return rawParts({
    sheets: [
      { name: 'Data', data, after: merges },
      ...(typed ? [{ name: 'Notes', state: 'hidden' as const, data: '' }] : []),
    ],
    strings: shared.map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`).join(''),
    formats: [0, 'yyyy-mm-dd', '0.0%', '#,##0.00 "€"'],
    date1904: typed && random.upTo(4) < 1,
    entries: [{ name: '[Content_Types].xml', data: '<Types/>' }],
  });
}

/** With typed columns where `typed`, else every cell as text. */
export async function parquetFile(
  { header, rows }: Table,
  { typed, random }: { typed: boolean; random: Random },
): Promise<Buffer> {
  const names = distinct(header);
  const values = rows.map(
    (row) => `(${row.map((cell) => (cell === '' ? 'NULL::VARCHAR' : quoteText(cell))).join(', ')})`,
  );
  const columns = names.map((name, at) => {
    const type = typed ? random.pick(parquetTypes) : (column: string) => column;
    return `${type(`c${at}`)} AS ${quoteIdentifier(name)}`;
  });
  const options = random.pick([
    'COMPRESSION zstd',
    'COMPRESSION snappy',
    'COMPRESSION uncompressed',
    'COMPRESSION gzip',
    'PARQUET_VERSION v2',
    'ROW_GROUP_SIZE 2048',
  ]);
  const list = names.map((_, at) => `c${at}`).join(', ');
  return parquetOf(`SELECT ${columns.join(', ')} FROM (VALUES ${values.join(', ')}) AS t(${list})`, options);
}

const parquetTypes: ((column: string) => string)[] = [
  (column) => column,
  (column) => `hash(${column})`,
  (column) => `(hash(${column}) % 100000)::INTEGER`,
  (column) => `((hash(${column}) % 100000) / 7.0)::DOUBLE`,
  (column) => `((hash(${column}) % 100000) / 7.0)::DECIMAL(18, 3)`,
  (column) => `DATE '2024-01-01' + (hash(${column}) % 500)::INTEGER`,
  (column) => `TIMESTAMP '2024-01-01' + INTERVAL 1 MINUTE * (hash(${column}) % 500)::INTEGER`,
  (column) => `[${column}, 'x']`,
  (column) => `{'a': ${column}, 'b': {'c': [hash(${column})]}}`,
  (column) => `MAP {'k': ${column}}`,
  (column) => `${column} IS NULL`,
  (column) => `encode(${column})`,
];

function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, at) => {
    const wanted = name || `column_${at + 1}`;
    let free = wanted;
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${wanted} ${n}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

function letters(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26);
}
