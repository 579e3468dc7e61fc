import { beforeAll, describe, expect, it } from 'vitest';
import { foldSpelling } from '../../../src/names/fold-spelling.js';
import { type Ingested, ingest } from '../../support/ingest.js';

const ROWS = 24_000;
const customers = Array.from(
  { length: 701 },
  (_, n) => [`Firma ${n}`, `FIRMA ${n}`, `Société ${n}`, `Zoë  ${n}`][n % 4]!,
);

function aTable(rows: number, customerOf: (row: number) => string): string {
  const lines = Array.from(
    { length: rows },
    (_, row) => `${customerOf(row)},INV-${row},${row % 7 === 0 ? 'n/a' : 'West'},${row % 100}`,
  );
  return ['Customer,Invoice,Region,Amount', ...lines].join('\n');
}

const spaced = (row: number) => ` ${customers[(row * 7919) % customers.length]} `;

/** What the ids and names must be, from the values alone. */
function expectedNames(values: (string | null)[]) {
  const texts = [...new Set(values.filter((value) => value !== null))].sort((a, b) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  const keys = texts.map(foldSpelling);
  return texts.map((text, id) => ({ id, text, key: keys[id]!, folded: keys.indexOf(keys[id]!) }));
}

describe('the ids of texts', () => {
  let table: Ingested;
  beforeAll(async () => {
    table = await ingest(aTable(ROWS, spaced));
  });

  it.each(['customer', 'region'])(
    'of %s are dense, in code-point order, and have their names beside them',
    (column) => {
      const values = table.values(column);
      const names = expectedNames(values);
      expect(table.names.filter(({ column_name }) => column_name === column)).toEqual(
        names.map((name) => ({ column_name: column, ...name })),
      );
      const idOf = new Map(names.map(({ id, text }) => [text, id]));
      expect(table.ids(column)).toEqual(values.map((value) => (value === null ? null : idOf.get(value))));
    },
  );

  it('are those of the values where few rows share a name, and the extremes are those of all', async () => {
    const many = await ingest(aTable(ROWS, (row) => `Firma ${(row * 7919) % 5003}`));
    const values = many.values('customer');
    const names = expectedNames(values);
    expect(names.length).toBeGreaterThan(ROWS / 16);
    const idOf = new Map(names.map(({ id, text }) => [text, id]));
    expect(many.ids('customer')).toEqual(values.map((value) => (value === null ? null : idOf.get(value))));
    for (const [{ column }, of] of [
      [{ column: many.column('customer') }, names],
      [{ column: table.column('customer') }, expectedNames(table.values('customer'))],
      [{ column: table.column('region') }, expectedNames(table.values('region'))],
    ] as const) {
      expect(column).toMatchObject({ min: of[0]!.text, max: of.at(-1)!.text, cardinality: of.length });
    }
  });

  it('are not made where nearly every value differs', () => {
    expect(table.names.some(({ column_name }) => column_name === 'invoice')).toBe(false);
    expect(table.ids('invoice')).toBeNull();
  });

  it('count the distinct values of the schema', () => {
    expect(table.column('customer').cardinality).toBe(new Set(table.values('customer')).size);
  });

  it('are not made for a table that is grouped by text in milliseconds', async () => {
    const small = await ingest(aTable(1000, spaced));
    expect(small.names).toEqual([]);
    expect(small.ids('customer')).toBeNull();
  });

  it('are the same with any number of threads', async () => {
    const others = await Promise.all([
      ingest(aTable(ROWS, spaced), { threads: 1 }),
      ingest(aTable(ROWS, spaced), { threads: 4 }),
    ]);
    for (const other of others) {
      expect(other.parquetSha256).toBe(table.parquetSha256);
      expect(other.names).toEqual(table.names);
    }
  });
});
