import { parquetOf } from '../support/parquet-file.js';
import { type ThriftFields, type ThriftValue, thriftStruct } from '../support/thrift.js';
import { type HostileFile, large, read, refused } from './hostile-file.js';

const file = 'table.parquet';
const unreadable = (what: string, bytes: HostileFile['bytes']) =>
  refused(what, file, bytes, 'UNREADABLE_FILE', /Export it again|Save it again/);
const sound = (what: string, query: string, outcome: Parameters<typeof read>[3]) =>
  read(what, file, () => parquetOf(query), outcome);

const TABLE = "SELECT 'ACME' || i AS name, i AS value FROM range(3) AS t(i)";
const ACME = { rows: 3, columns: ['name', 'value'] };
const HUGE = 2n ** 62n;
const i32 = (value: number) => ({ i32: value });
const i64 = (value: bigint | number) => ({ i64: BigInt(value) });

/** Thrift's compact protocol: field 2, a list of 5,000,000 structures, each of which ends with its first byte. */
const SCHEMA_OF_ONE_BYTE_ELEMENTS = Buffer.from([0x29, 0xfc, 0xc0, 0x96, 0xb1, 0x02]);

export const parquetFiles: HostileFile[] = [
  sound('a sound Parquet file', TABLE, ACME),
  unreadable('Parquet cut in the middle', async () => (await parquetOf(TABLE)).subarray(0, 200)),
  unreadable('Parquet without its last byte', async () => (await parquetOf(TABLE)).subarray(0, -1)),
  unreadable('Parquet without its beginning', async () =>
    Buffer.concat([Buffer.from('PAR1'), (await parquetOf(TABLE)).subarray(60)]),
  ),
  unreadable('the first and the last bytes of Parquet alone', () => Buffer.from('PAR1\0\0\0\0PAR1')),
  ...[0, 1, 0x7fffffff, 0x80000000, 0xffffffff].map((length) =>
    unreadable(`a footer that says it has ${length} bytes`, async () => lied(await parquetOf(TABLE), length)),
  ),
  unreadable('a footer of zeros', () => footed(Buffer.alloc(200))),
  unreadable('a footer of 0xff', () => footed(Buffer.alloc(200, 0xff))),
  unreadable('a footer that never ends', () => footed(Buffer.alloc(100_000, 0x1c))),
  unreadable('a footer of structures a million deep', () => footed(Buffer.alloc(1_000_000, 0x1c), 1_000_000)),
  unreadable('a schema that claims two billion columns', () =>
    footed(metadata({ 2: { list: [], of: 'struct', claiming: 0x7fffffff } })),
  ),
  unreadable('a column that claims two billion children', () =>
    footed(metadata({ 2: schema([root(1), { 4: { binary: 'a' }, 5: i32(0x7fffffff) }]) })),
  ),
  refused(
    'a table that claims two billion columns',
    file,
    () => footed(metadata({ 2: schema([root(0x7fffffff)]) })),
    'TOO_MANY_COLUMNS',
    /the maximum is 2048/,
  ),
  unreadable('a schema with a column of negative children', () =>
    footed(metadata({ 2: schema([{ 4: { binary: 'root' }, 5: i32(-5) }]) })),
  ),
  unreadable('a schema that nests 10,000 deep', () => footed(metadata({ 2: schema(nested(10_000)) }))),
  refused(
    'a schema of five million elements',
    file,
    () => footed(Buffer.concat([SCHEMA_OF_ONE_BYTE_ELEMENTS, Buffer.alloc(5_000_001)])),
    'UNREADABLE_FILE',
    /more than 65536 nested fields/,
  ),
  unreadable('a footer of lists a million deep', () =>
    footed(Buffer.concat([Buffer.from([0x49]), Buffer.alloc(1_000_000, 0x19)])),
  ),
  unreadable('a footer of maps a million deep', () =>
    footed(Buffer.concat([Buffer.from([0x4b]), Buffer.alloc(1_000_000, Buffer.from([0x01, 0x3b, 0x01]))])),
  ),
  unreadable('row groups by the billion', () =>
    footed(metadata({ 4: { list: [], of: 'struct', claiming: 0x7fffffff } })),
  ),
  unreadable('a type that there is not', () =>
    footed(metadata({ 2: schema([root(1), { 1: i32(99), 3: i32(1), 4: { binary: 'a' } }]) })),
  ),
  unreadable('a page beyond the end of the file', () => pageAt(HUGE)),
  unreadable('a page before the beginning of the file', () => pageAt(-5n)),
  unreadable('a page that claims two gigabytes', () => onePage({ 2: i32(0x7fffffff), 3: i32(20) })),
  unreadable('a page that claims less than nothing', () => onePage({ 2: i32(-1), 3: i32(-1) })),
  read(
    'a page that claims two billion values, of which five are read',
    file,
    () => onePage({ 5: { struct: { 1: i32(0x7fffffff), 2: i32(0), 3: i32(3), 4: i32(3) } } }),
    { rows: 5 },
  ),
  unreadable('a page compressed by an unknown method', () => onePage({}, { 4: i32(42) })),
  unreadable('a page that is zstd and is not', () => onePage({}, { 4: i32(6) })),
  unreadable('a page that is Snappy and is not', () => onePage({}, { 4: i32(1) })),
  unreadable('values of an unknown encoding', () =>
    onePage({ 5: { struct: { 1: i32(5), 2: i32(77), 3: i32(3), 4: i32(3) } } }),
  ),
  unreadable('values that point into a dictionary that is not there', () =>
    onePage({ 5: { struct: { 1: i32(5), 2: i32(8), 3: i32(3), 4: i32(3) } } }),
  ),
  unreadable('an encrypted footer', async () => {
    const bytes = await parquetOf(TABLE);
    bytes.write('PARE', bytes.length - 4);
    bytes.write('PARE', 0);
    return bytes;
  }),
  unreadable('rows by the quintillion that are not there', () =>
    footed(metadata({ 3: i64(HUGE), 4: { list: [rowGroup([], HUGE)], of: 'struct' } })),
  ),
  refused('no rows', file, () => parquetOf(`${TABLE.replace('range(3)', 'range(0)')}`), 'NO_TABLE', /no rows/),
  refused(
    '2,049 columns of Parquet',
    file,
    () => parquetOf(`SELECT ${Array.from({ length: 2049 }, (_, at) => `${at} AS c${at}`).join(', ')}`),
    'TOO_MANY_COLUMNS',
    /2049 columns/,
  ),
  refused(
    '20,000 columns of Parquet',
    file,
    () => footed(metadata({ 2: schema([root(20_000), ...Array.from({ length: 20_000 }, (_, at) => leaf(`c${at}`))]) })),
    'TOO_MANY_COLUMNS',
    /20000 columns/,
  ),
  sound(
    'lists, structures and maps',
    "SELECT i AS value, [i, 2] AS list, {'a': i, 'b': {'c': [i]}} AS struct, MAP {'k': i} AS map FROM range(3) AS t(i)",
    { rows: 3, columns: ['value', 'list', 'struct', 'map'] },
  ),
  sound('names that are properties of every object', `SELECT 1 AS "__proto__", 2 AS "constructor", 'a' AS "toString"`, {
    rows: 1,
    columns: ['proto', 'constructor', 'tostring'],
  }),
  sound('a name of 5,000 characters', `SELECT 1 AS "${'n'.repeat(5000)}", 'a' AS name`, {
    rows: 1,
    columns: ['n'.repeat(5000), 'name'],
  }),
  sound('a name that is SQL', `SELECT 1 AS "x""; DROP TABLE t; --", 'a' AS name`, {
    rows: 1,
    columns: ['x_drop_table_t', 'name'],
  }),
  sound(
    'numbers that are none, and infinite ones',
    "SELECT i AS value, CASE WHEN i < 60 THEN i + 0.5::DOUBLE WHEN i = 60 THEN 'nan'::DOUBLE WHEN i = 61 THEN 'inf'::DOUBLE ELSE '-inf'::DOUBLE END AS d FROM range(63) AS t(i)",
    { rows: 63, warnings: ['UNPARSEABLE_VALUES'] },
  ),
  sound(
    'days before time and after it',
    "SELECT i AS value, CASE i WHEN 0 THEN DATE '5000-01-01 (BC)' WHEN 1 THEN 'infinity' ELSE DATE '290000-01-01' END AS day FROM range(3) AS t(i)",
    { rows: 3 },
  ),
  sound('bytes that are no text', "SELECT i AS value, '\\xFF\\x00\\x01'::BLOB AS b FROM range(3) AS t(i)", {
    rows: 3,
    preview: [
      ['0', 'FF0001'],
      ['1', 'FF0001'],
    ],
  }),
  sound('a text of a megabyte', `SELECT i AS value, repeat('x', 1000000) AS text FROM range(3) AS t(i)`, { rows: 3 }),
  sound('formulas', "SELECT '=1+1' AS name, 5 AS value", { rows: 1, preview: [['=1+1', '5']] }),
  large(sound('a list of a million numbers', 'SELECT range(1000000) AS list, 5 AS value', { rows: 1 })),
  large(
    refused(
      '3 GB of text in a small file',
      file,
      () => parquetOf("SELECT i AS value, repeat('x', 10000000) AS text FROM range(300) AS t(i)"),
      'FILE_TOO_LARGE',
      /MEMORY_LIMIT/,
    ),
  ),
  large(
    sound('five million rows in a small file', 'SELECT 5 AS value, 7 AS other FROM range(5000000)', {
      rows: 5_000_000,
    }),
  ),
];

function lied(bytes: Buffer, footerBytes: number): Buffer {
  bytes.writeUInt32LE(footerBytes, bytes.length - 8);
  return bytes;
}

/** A Parquet file of nothing but a footer, behind pages where there are any. */
function footed(footer: Buffer, claiming = footer.length, pages: Buffer = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(claiming);
  return Buffer.concat([Buffer.from('PAR1'), pages, footer, length, Buffer.from('PAR1')]);
}

/** parquet.thrift, FileMetaData: 1 version, 2 schema, 3 rows, 4 row groups. */
function metadata(lies: ThriftFields): Buffer {
  return thriftStruct({
    1: i32(1),
    2: schema([root(1), leaf('a')]),
    3: i64(5),
    4: { list: [], of: 'struct' },
    ...lies,
  });
}

function schema(elements: ThriftFields[]): ThriftValue {
  return { list: elements.map((struct) => ({ struct })), of: 'struct' };
}

/** SchemaElement: 1 type, 3 repetition, 4 name, 5 children, 6 converted type, 7 scale, 8 precision. */
function root(children: number): ThriftFields {
  return { 4: { binary: 'root' }, 5: i32(children) };
}

/** A required INT32. */
function leaf(name: string): ThriftFields {
  return { 1: i32(1), 3: i32(0), 4: { binary: name } };
}

function nested(depth: number): ThriftFields[] {
  return [root(1), ...Array.from({ length: depth }, () => ({ 3: i32(0), 4: { binary: 'n' }, 5: i32(1) })), leaf('a')];
}

/** RowGroup: 1 columns, 2 bytes, 3 rows. */
function rowGroup(columns: ThriftFields[], rows: bigint): ThriftValue {
  return { struct: { 1: { list: columns.map((struct) => ({ struct })), of: 'struct' }, 2: i64(20), 3: i64(rows) } };
}

/** ColumnChunk: 2 place, 3 metadata: 1 type, 2 encodings, 3 path, 4 codec, 5 values, 6 and 7 bytes, 9 place of the pages. */
function chunk(place: bigint, lies: ThriftFields = {}): ThriftFields {
  const about: ThriftFields = {
    1: i32(1),
    2: { list: [i32(0)], of: 'i32' },
    3: { list: [{ binary: 'a' }], of: 'binary' },
    4: i32(0),
    5: i64(5),
    6: i64(60),
    7: i64(60),
    9: i64(place),
  };
  return { 2: i64(place), 3: { struct: { ...about, ...lies } } };
}

function pageAt(place: bigint): Buffer {
  return footed(metadata({ 4: { list: [rowGroup([chunk(place)], 5n)], of: 'struct' } }));
}

/** PageHeader: 1 type, 2 and 3 bytes, 5 of a data page: 1 values, 2 encoding, 3 and 4 encodings of the levels. */
function onePage(lies: ThriftFields, chunkLies: ThriftFields = {}): Buffer {
  const values = Buffer.from([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0]);
  const header = {
    1: i32(0),
    2: i32(20),
    3: i32(20),
    5: { struct: { 1: i32(5), 2: i32(0), 3: i32(3), 4: i32(3) } },
    ...lies,
  };
  const page = Buffer.concat([thriftStruct(header), values]);
  const columns = [chunk(4n, { 6: i64(page.length), 7: i64(page.length), ...chunkLies })];
  const footer = metadata({ 4: { list: [rowGroup(columns, 5n)], of: 'struct' } });
  return footed(footer, footer.length, page);
}
