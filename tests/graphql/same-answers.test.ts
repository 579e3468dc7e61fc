import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { plainRows, rawWorkbook } from '../support/raw-workbook.js';

/** How a table was written does not change its answers (the readings themselves: tests/ingest/metamorphic.test.ts). */

interface Order {
  customer: string;
  code: string;
  cents: number;
}

const ORDERS: Order[] = [
  ['Acme Ltd', '123', 12_345_00],
  ['Bolt & Sons', '2345', 950_00],
  ['Acme Ltd', '123', 7_001_00],
  ['Core', '31', 20_450_00],
  ['Dyne', '404', 88_00],
  ['Core', '31', 1_200_00],
  ['Erie Paper', '9', 640_00],
].map(([customer, code, cents]) => ({ customer, code, cents }) as Order);

const QUESTION = `query($id: ID!, $groupBy: [String!]!, $value: String!) { dataset(id: $id) { analysis(input: { groupBy: $groupBy, value: $value }) {
  total { totalExact entityCount hhi gini effectiveEntities thresholds { reaching { count } within { count } }
          head { entity value share } } } } }`;

type Cells = readonly string[];
const quoted = (cell: string) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const csv = (rows: readonly Cells[], end = '\n') => rows.map((row) => row.map(quoted).join(',') + end).join('');
const HEADER = ['Customer', 'Customer code', 'Amount'];
const whole = (cents: number) => (cents / 100).toFixed(2);
const rowOf = ({ customer, code, cents }: Order): Cells => [customer, code, whole(cents)];
const table = (orders: readonly Order[], write = rowOf) => [HEADER, ...orders.map(write)];

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

interface Total {
  head: { entity: string; value: number; share: number }[];
}

async function answers(
  content: string | Buffer<ArrayBuffer>,
  { fileName = 'orders.csv', groupBy = 'customer', value = 'amount', input = {} } = {},
) {
  const { data, errors } = await app.upload({ content, fileName, input });
  expect(errors).toBeUndefined();
  return ask(data.uploadDataset.dataset.id, groupBy, value);
}

async function ask(id: string, groupBy = 'customer', value = 'amount'): Promise<Total> {
  const { data, errors } = await app.gql(QUESTION, { id, groupBy, value });
  expect(errors).toBeUndefined();
  return data.dataset.analysis.total;
}

const withoutNames = ({ head, ...figures }: Total) => ({
  ...figures,
  head: head.map(({ entity: _, ...rest }) => rest),
});

describe('the answers are the same', () => {
  let plain: Total;
  beforeAll(async () => {
    plain = await answers(csv(table(ORDERS)));
  });

  it('with names in other cases and spacing', async () => {
    const spellings = [
      (name: string) => name.toUpperCase(),
      (name: string) => ` ${name.toLowerCase()}  `,
      (name: string) => name.replaceAll(' ', '  '),
      (name: string) => name.replaceAll(' ', '\u00a0'),
    ];
    const mixed = ORDERS.map((order, nth) => ({ ...order, customer: spellings[nth % 4]!(order.customer) }));
    const found = await answers(csv(table(mixed)));
    expect(withoutNames(found)).toEqual(withoutNames(plain));
    expect(found.head.map(({ entity }) => entity.trim().toLowerCase().replaceAll(/\s+/g, ' '))).toEqual(
      plain.head.map(({ entity }) => entity.toLowerCase()),
    );
  });

  it('with a row of totals, named in any language or not at all', async () => {
    const total = whole(ORDERS.reduce((sum, { cents }) => sum + cents, 0));
    for (const name of ['Total', 'Gesamt', 'Razem', 'Итого', '合計', '']) {
      expect(await answers(csv([...table(ORDERS), [name, '', total]]))).toEqual(plain);
    }
  });

  it('split into two files, and into two sheets', async () => {
    const [first, second] = [ORDERS.slice(0, 3), ORDERS.slice(3)].map((orders) => table(orders));
    const { data } = await app.upload({ content: csv(first!), fileName: 'first.csv' });
    const { id } = data.uploadDataset.dataset;
    const query = `mutation($input: AppendToDatasetInput!) { appendToDataset(input: $input) { dataset { id } } }`;
    const appended = await app.upload({ content: csv(second!), fileName: 'second.csv', input: { id }, query });
    expect(appended.errors).toBeUndefined();
    expect(await ask(id)).toEqual(plain);
    const sheets = [first!, second!].map((rows, nth) => ({ name: `Part ${nth + 1}`, data: plainRows(rows) }));
    const book = rawWorkbook({ sheets, entries: [{ name: '[Content_Types].xml', data: '<Types/>' }] });
    expect(await answers(Buffer.from(book), { fileName: 'book.xlsx', input: { options: { sheets: ['*'] } } })).toEqual(
      plain,
    );
  });

  it('with codes that have leading zeros, which stay', async () => {
    const padded = ORDERS.map((order) => ({ ...order, code: order.code.padStart(6, '0') }));
    const byCode = await answers(csv(table(ORDERS)), { groupBy: 'customer_code' });
    const found = await answers(csv(table(padded)), { groupBy: 'customer_code' });
    expect(withoutNames(found)).toEqual(withoutNames(byCode));
    expect(found.head.map(({ entity }) => entity)).toEqual(byCode.head.map(({ entity }) => entity.padStart(6, '0')));
  });

  it.each(['\n', '\r\n', '\r'])('with records that end in %j and other line ends in names and headers', async (end) => {
    const ends = ['\n', '\r\n', '\r'];
    for (const within of ends) {
      const wrapped = ORDERS.map((order) => ({ ...order, customer: order.customer.replace(' ', within) }));
      const [, ...rows] = table(wrapped);
      const found = await answers(csv([['Customer', `Customer${within}code`, 'Amount'], ...rows], end));
      expect(withoutNames(found)).toEqual(withoutNames(plain));
    }
  });

  it('with a price dash in place of no cents', async () => {
    const dash = (mark: string) => (order: Order) => [order.customer, order.code, `${order.cents / 100}${mark}`];
    for (const mark of [',-', '.-', '.—', ',--']) {
      expect(await answers(csv(table(ORDERS, dash(mark))))).toEqual({ ...plain, totalExact: expect.anything() });
    }
  });

  it('with a letter for a unit behind every number', async () => {
    const loads = (unit: string) => [
      ['Customer', 'Load'],
      ...ORDERS.map(({ customer, cents }) => [customer, `${whole(cents)}${unit}`]),
    ];
    expect(withoutNames(await answers(csv(loads('')), { value: 'load' }))).toEqual(withoutNames(plain));
    for (const unit of [' t', 't', ' m', ' kg', ' h']) {
      expect(await answers(csv(loads(unit)), { value: 'load' })).toEqual(plain);
    }
  });
});
