import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const MAX_UPLOAD_BYTES = 200_000;
const unknownId = 'ds_0000000000000000000000';

describe('a request with a client error', () => {
  let app: TestApp;
  let id: string;

  beforeAll(async () => {
    app = await startApp({ MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES) });
    const content = 'customer,region,year,amount\nACME,North,2023,10\nBETA,South,2024,20\nGAMMA,North,2024,5\n';
    id = (await app.upload({ content, fileName: 'sales.csv' })).data.uploadDataset.dataset.id;
  });
  afterAll(() => app.close());

  async function failure(query: string, variables: Record<string, unknown> = { id }) {
    const { status, errors } = await app.gql(query, variables);
    expect(status).toBe(200);
    expect(errors).toHaveLength(1);
    expect(JSON.stringify(errors)).not.toMatch(/stack|node_modules|\/src\//);
    return { code: errors![0]!.extensions.code, message: errors![0]!.message, extensions: errors![0]!.extensions };
  }

  function analysis(input: string) {
    return failure(`query($id: ID!) { dataset(id: $id) { analysis(input: { ${input} }) { id } } }`);
  }

  async function uploaded(content: string | Buffer<ArrayBuffer>, fileName: string, input?: Record<string, unknown>) {
    const { errors } = await app.upload({ content, fileName, input });
    expect(errors).toHaveLength(1);
    return { code: errors![0]!.extensions.code, message: errors![0]!.message, extensions: errors![0]!.extensions };
  }

  it('returns DATASET_NOT_FOUND for an unknown dataset', async () => {
    const { code, message } = await failure('mutation($id: ID!) { deleteDataset(id: $id) { id } }', { id: unknownId });
    expect(code).toBe('DATASET_NOT_FOUND');
    expect(message).toContain(unknownId);
    for (const mutation of [
      'normalizeDataset(input: { id: $id, options: {} }) { dataset { id } }',
      'saveSchema(input: { id: $id }) { dataset { id } }',
      'invalidateDataset(id: $id) { id }',
    ]) {
      expect((await failure(`mutation($id: ID!) { ${mutation} }`, { id: unknownId })).code).toBe('DATASET_NOT_FOUND');
    }
    expect((await uploaded('a,b\n1,2\n', 'a.csv', { id: unknownId })).code).toBe('DATASET_NOT_FOUND');
  });

  it('returns the nearest name and all names for an unknown column', async () => {
    const { code, message, extensions } = await analysis('groupBy: "custmer", value: "amount"');
    expect(code).toBe('COLUMN_NOT_FOUND');
    expect(message).toContain('"custmer"');
    expect(message).toContain('"customer"');
    expect(JSON.stringify(extensions)).toContain('region');
  });

  it('is refused when the value column is not numeric', async () => {
    expect((await analysis('groupBy: "customer", value: "region"')).code).toBe('COLUMN_NOT_NUMERIC');
  });

  it('is refused when the grain is not a candidate', async () => {
    const { code } = await analysis('groupBy: "customer", value: "amount", periodGrain: YEAR_MONTH');
    expect(code).toBe('GRAIN_NOT_AVAILABLE');
  });

  it.each(['[]', '[0]', '[-5]', '[100.5]', `[${Array.from({ length: 11 }, (_, i) => i + 1)}]`])(
    'is refused with the thresholds %s',
    async (list) => {
      expect((await analysis(`groupBy: "customer", value: "amount", thresholds: ${list}`)).code).toBe(
        'INVALID_THRESHOLDS',
      );
    },
  );

  it.each(['[]', '[0]', '[1001]', `[${Array.from({ length: 11 }, (_, i) => i + 1)}]`])(
    'is refused with the head counts %s',
    async (list) => {
      expect((await analysis(`groupBy: "customer", value: "amount", topN: ${list}`)).code).toBe('INVALID_TOP_N');
    },
  );

  it.each(['head(first: 51) { rank }', 'head(first: 0) { rank }'])(
    'is refused with an invalid size of the head: %s',
    async (head) => {
      const query = `query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "customer", value: "amount" }) { total { ${head} } } } }`;
      expect((await failure(query)).code).toBe('INVALID_INPUT');
    },
  );

  it.each(['preview(first: 201) { rows }', 'analyses(first: 0) { totalCount }'])(
    'is refused with an invalid page length: %s',
    async (field) => {
      expect((await failure(`query($id: ID!) { dataset(id: $id) { ${field} } }`)).code).toBe('INVALID_INPUT');
    },
  );

  it.each(['datasets(after: "nonsense") { totalCount }'])('is refused with an unknown cursor: %s', async (field) => {
    expect((await failure(`{ ${field} }`)).code).toBe('INVALID_CURSOR');
  });

  it('is refused when it waits for a version that does not come', async () => {
    const query = 'query($id: ID!) { dataset(id: $id, atLeastVersion: 99) { id } }';
    expect((await failure(query)).code).toBe('VERSION_NOT_REACHED');
  });

  it('stores nothing of an empty file', async () => {
    const before = (await app.gql('{ datasets { totalCount } }')).data.datasets.totalCount;
    expect((await uploaded('', 'empty.csv')).code).toBe('EMPTY_FILE');
    expect((await app.gql('{ datasets { totalCount } }')).data.datasets.totalCount).toBe(before);
  });

  it('stores a file without a table as FAILED', async () => {
    const { code, extensions } = await uploaded('\n\n\n', 'blank.csv');
    expect(['EMPTY_FILE', 'NO_TABLE']).toContain(code);
    if (extensions.datasetId === undefined) return;
    const query = 'query($id: ID!) { dataset(id: $id) { status failure { code } } }';
    expect((await app.gql(query, { id: extensions.datasetId })).data.dataset).toEqual({
      status: 'FAILED',
      failure: { code },
    });
  });

  it('stores nothing of a file that is too large', async () => {
    const before = (await app.gql('{ datasets { totalCount } }')).data.datasets.totalCount;
    expect((await uploaded(Buffer.alloc(MAX_UPLOAD_BYTES + 1, 'a,b\n'), 'large.csv')).code).toBe('FILE_TOO_LARGE');
    expect((await app.gql('{ datasets { totalCount } }')).data.datasets.totalCount).toBe(before);
  });

  it.each([
    ['an old Excel file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old.xls', 'UNSUPPORTED_FORMAT'],
    [
      'a web page named as a workbook',
      '<!doctype html><table><tr><td>1</td></tr></table>',
      'page.xlsx',
      'UNSUPPORTED_FORMAT',
    ],
    ['a PDF', '%PDF-1.7\n1 0 obj', 'report.pdf', 'UNSUPPORTED_FORMAT'],
  ])('is refused with %s', async (_name, content, fileName, code) => {
    expect((await uploaded(content, fileName)).code).toBe(code);
  });

  it('is refused with a broken workbook', async () => {
    expect((await uploaded(Buffer.from('504b0304ffffffffffff', 'hex'), 'broken.xlsx')).code).toMatch(
      /^(UNREADABLE_FILE|UNSUPPORTED_FORMAT)$/,
    );
  });

  it('is refused with a broken Parquet file', async () => {
    expect((await uploaded('PAR1 this is not parquet PAR1', 'broken.parquet')).code).toBe('UNREADABLE_FILE');
  });

  it('lists the sheets when the requested one is missing', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Sales').addRows([
      ['customer', 'amount'],
      ['ACME', 10],
    ]);
    const content = Buffer.from(await workbook.xlsx.writeBuffer());
    const { code, message } = await uploaded(content, 'sales.xlsx', { options: { sheet: 'Sails' } });
    expect(code).toBe('SHEET_NOT_FOUND');
    expect(message).toContain('Sales');
  });

  it('is refused with an unknown encoding', async () => {
    expect((await uploaded('a,b\n1,2\n', 'a.csv', { options: { encoding: 'klingon' } })).code).toBe('INVALID_OPTION');
  });

  it('is refused when the dataset is not READY', async () => {
    const { extensions } = await uploaded('PAR1 this is not parquet PAR1', 'broken.parquet');
    const query = `query($id: ID!) { dataset(id: $id) { schema { version } suggestions { reason } lineage { id }
      analysis(input: { groupBy: "a", value: "b" }) { id } } }`;
    expect((await failure(query, { id: extensions.datasetId })).code).toBe('DATASET_NOT_READY');
    const preview = 'query($id: ID!) { dataset(id: $id) { preview { rows } } }';
    expect((await failure(preview, { id: extensions.datasetId })).code).toBe('DATASET_NOT_READY');
  });

  it('is refused with invalid schema overrides', async () => {
    const save = (change: string) =>
      failure(`mutation($id: ID!) { saveSchema(input: { id: $id, ${change} }) { schema { version } } }`);
    expect((await save('columns: [{ name: "nope", role: TEXT }]')).code).toBe('COLUMN_NOT_FOUND');
    expect((await save('timeColumns: ["region"]')).code).toBe('TIME_COLUMNS_INVALID');
    expect((await save('periodGrain: DATE')).code).toBe('GRAIN_NOT_AVAILABLE');
  });
});
