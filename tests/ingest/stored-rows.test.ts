import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedDataFolder } from '../conformance/expectations.js';
import { type ReadVersion, VersionReader } from '../support/append.js';
import { plainRows, rawWorkbook } from '../support/raw-workbook.js';

/** docs/adr/0019: a version takes the rows of sources that it shares with the version before from there. */

let versions: VersionReader;
beforeAll(async () => {
  versions = await VersionReader.open();
});
afterAll(() => versions.close());

/** STORED_ROWS=thorough: all inputs, many runs; takes minutes. */
const IS_THOROUGH = process.env.STORED_ROWS === 'thorough';
const RUNS = IS_THOROUGH ? 300 : 8;
const TIMEOUT_MS = IS_THOROUGH ? 1_200_000 : 60_000;

const JANUARY = 'Customer;Date;Amount\nAcme;03.01.2024;1.200,50\nBolt;04.01.2024;80,00\nTotal;;1.280,50\n';
const FEBRUARY = 'Date;Amount;Customer\n11.02.2024;7,25;Core\n12.02.2024;n/a;Acme\n';
const MARCH = 'Customer;Date;Amount;Note\nBolt;21.03.2024;19,99;late\n';
const TWO = { 'jan.csv': JANUARY, 'feb.csv': FEBRUARY };
const THREE = { ...TWO, 'mar.csv': MARCH };

describe('stored rows', () => {
  it('give the version that reading all files again gives, without opening the earlier files', async () => {
    const earlier = await versions.read(TWO);
    const appended = await versions.read(THREE, { earlier, unreadable: true });
    const read = await versions.read(THREE);
    expect(appended.picture).toEqual(read.picture);
    expect(appended.storedRows).toHaveLength(3);
    expect(appended.storedRows).toEqual(read.storedRows);
    expect(read.result.schema.rowsLeftOut).toContainEqual({ reason: 'TOTAL', count: 1, rows: [4], source: 'jan.csv' });
  });

  it('of a removed source are removed, and the others are used', async () => {
    const earlier = await versions.read(THREE);
    const { 'jan.csv': _removed, ...others } = THREE;
    const after = await versions.read(others, { earlier, unreadable: true });
    expect(after.picture).toEqual((await versions.read(others)).picture);
    expect(after.storedRows).toHaveLength(2);
  });

  it('serve corrections of columns, and not other options', async () => {
    const earlier = await versions.read(TWO);
    const corrected = { columns: [{ name: 'amount', type: 'TEXT' as const }] };
    const text = await versions.read(TWO, { earlier, options: corrected, unreadable: true });
    expect(text.picture).toEqual((await versions.read(TWO, { options: corrected })).picture);
    const kept = { subtotals: 'KEEP' as const };
    const withTotal = await versions.read(TWO, { earlier, options: kept });
    expect(withTotal.result.schema.rowCount).toBe(5);
    expect(withTotal.picture).toEqual((await versions.read(TWO, { options: kept })).picture);
  });

  it('let a new file change how the earlier rows are read', async () => {
    const points = { 'a.csv': 'k;v\nx;1.234\n', 'b.csv': 'k;v\ny;5.678\n' };
    const earlier = await versions.read(points);
    const all = { ...points, 'c.csv': 'k;v\nz;1.234,56\n' };
    const appended = await versions.read(all, { earlier, unreadable: true });
    expect(appended.picture).toEqual((await versions.read(all)).picture);
    const [before, after] = [earlier, appended].map(({ result }) => result.schema.columns[1]!.max);
    expect([before, after]).toEqual(['5.678', '5678.00']);
  });

  it('that are damaged or missing are made again from the source', async () => {
    const earlier = await versions.read(TWO);
    const [damaged] = earlier.storedRows;
    const path = join(earlier.folder, 'rows', damaged!);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    const appended = await versions.read(THREE, { earlier });
    const read = await versions.read(THREE);
    expect(appended.picture).toEqual(read.picture);
    expect(appended.storedRows).toEqual(read.storedRows);
  });

  it('are not written for a single file, for very wide tables and for cells that are filled from above', async () => {
    const wide = (rows: string) => `${Array.from({ length: 257 }, (_, index) => `h${index}`).join(',')}\n${rows}`;
    const cells = (value: number) => `${Array.from({ length: 257 }, () => value).join(',')}\n`;
    expect((await versions.read({ 'a.csv': JANUARY })).storedRows).toEqual([]);
    expect((await versions.read({ 'a.csv': wide(cells(1)), 'b.csv': wide(cells(2)) })).storedRows).toEqual([]);
    expect((await versions.read(TWO, { options: { fillDown: ['customer'] } })).storedRows).toEqual([]);
  });

  it('have the sheets of workbooks, their merged cells and sums', async () => {
    const sheet = (name: string, first: number) => ({
      name,
      data: plainRows([
        ['team', 'amount'],
        ['North', first],
        [null, 2],
        ['South', 3],
        ['Total', first + 5],
      ]),
      after: '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
    });
    const book = rawWorkbook({
      sheets: [sheet('January', 10), sheet('February', 20)],
      entries: [{ name: '[Content_Types].xml', data: '<Types/>' }],
    });
    const files = { 'book.xlsx': book, 'more.csv': 'team,amount\nEast,4\n' };
    const options = { sheets: ['*'] };
    const earlier = await versions.read(files, { options });
    const all = { ...files, 'last.csv': 'team,amount\nWest,5\n' };
    const appended = await versions.read(all, { earlier, options, unreadable: true });
    expect(appended.picture).toEqual((await versions.read(all, { options })).picture);
    expect(appended.storedRows).toHaveLength(4);
  });

  it('of many rows stay where they are, with the same result for any number of threads', async () => {
    const month = (nth: number) =>
      `id,customer,day,amount\n${Array.from({ length: 20_500 }, (_, row) => `${nth}-${row},C${(row * 7) % 300},${1 + (row % 28)}/${nth}/2024,"${(row * 37) % 5000}.${nth}${row % 10}"`).join('\n')}\n`;
    const two = { '1.csv': month(1), '2.csv': month(2) };
    const all = { ...two, '3.csv': month(3) };
    const earlier = await versions.read(two);
    const appended = await versions.read(all, { earlier, unreadable: true });
    const alone = await VersionReader.open({ threads: 1 });
    try {
      expect(appended.picture).toEqual((await alone.read(all)).picture);
    } finally {
      alone.close();
    }
    expect(appended.result.schema.rowCount).toBe(61_500);
  });

  it(
    'give the same version for tables of any kind, split anywhere',
    async () => {
      const cell = fc.oneof(
        fc.constantFrom('', 'n/a', '-', 'Acme', 'acme ', '0042', '1E5', 'TBC', 'None', 'Total', '12 %', '€ 5'),
        fc.integer({ min: -2000, max: 2_000_000 }).map(String),
        fc.integer({ min: 1, max: 999_999 }).map((cents) => `${Math.floor(cents / 100)},${cents % 100}`),
        fc.integer({ min: 1, max: 999_999 }).map((cents) => (cents / 100).toFixed(2)),
        fc.date({ min: new Date('2023-01-01'), max: new Date('2025-01-01'), noInvalidDate: true }).map(dayFirst),
        fc.constantFrom('2024-01-31', '2024-02', 'Q1 2024', '7.5k', '12:30', '(3.00)'),
      );
      const headers = fc.constantFrom(
        ['name', 'amount', 'date'],
        ['amount', 'name', 'date'],
        ['name', 'amount', 'code', 'date'],
        ['name', '2019', '2020', '2021'],
        ['name', '2020', '2021', '2022'],
      );
      const file = headers.chain((names) =>
        fc
          .array(fc.tuple(...names.map(() => cell)), { minLength: 1, maxLength: 6 })
          .map((rows) => [['x', ...names], ...rows.map((row) => ['x', ...row])].map((row) => row.join(';')).join('\n')),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(file, { minLength: 3, maxLength: 4 }), fc.boolean(), async (contents, isRemoval) => {
          const all = Object.fromEntries(contents.map((content, nth) => [`${nth}.csv`, content]));
          const { '0.csv': _first, ...others } = all;
          const [before, after] = isRemoval ? [all, others] : [others, all];
          const earlier = await versions.read(before).catch(() => null);
          fc.pre(earlier !== null);
          const appended = await outcome(versions.read(after, { earlier, unreadable: true }));
          expect(appended).toEqual(await outcome(versions.read(after)));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});

/** Files without a common column are refused in both cases. */
function outcome(reading: Promise<ReadVersion>): Promise<unknown> {
  return reading.then(
    ({ picture }) => picture,
    (error: Error) => error.message,
  );
}

function dayFirst(date: Date): string {
  return `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()}`;
}

const WILD = join(sharedDataFolder, 'wild');
const wild = existsSync(WILD) ? readdirSync(WILD).filter((name) => !name.endsWith('.json')) : [];

describe.skipIf(wild.length === 0)('stored rows of inputs from the wild (../shared/data/wild)', () => {
  it(
    'give the version that reading them gives',
    async () => {
      for (const name of wild.filter((_, nth) => IS_THOROUGH || nth % 6 === 0)) {
        const content = readFileSync(join(WILD, name));
        const files = { [name]: content, [`again-${name}`]: content };
        const read = await versions.read(files).catch((error: Error) => error);
        if (read instanceof Error) continue;
        const again = await versions.read(files, { earlier: read, unreadable: true });
        expect([name, again.picture]).toEqual([name, read.picture]);
      }
    },
    TIMEOUT_MS,
  );
});
