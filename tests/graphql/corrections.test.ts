import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const january = `Customer No,Status,Offer,Due
00123,open,100,03/04/2024
00456,open,TBC,05/06/2024
00789,closed,250,07/08/2024
01000,closed,on request,09/10/2024
`;
const february = `Customer No,Offer,Due
00123,1.5,01/02/2025
00456,TBC,03/02/2025
`;

describe('corrections of columns', () => {
  let app: TestApp;
  let id: string;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    const { data } = await app.upload({ content: january, fileName: 'offers.csv' });
    id = data.uploadDataset.dataset.id;
  });

  function normalize(options: string) {
    return app.gql(
      `mutation($id: ID!) { normalizeDataset(input: { id: $id, options: ${options} }) { dataset { version } } }`,
      { id },
    );
  }

  async function state() {
    const { data } = await app.gql(
      `query($id: ID!) { dataset(id: $id) { version failure { code } preview { columns rows }
        schema { columns { name role dataType } warnings { code } } } }`,
      { id },
    );
    return data.dataset;
  }

  it('make amounts of a column with placeholders, in thousands, with the day first, without a column', async () => {
    const { errors } = await normalize(`{ columns: [
      { name: "Offer", type: NUMBER, scale: THOUSANDS }, { name: "due", dateOrder: DMY }, { name: "status", type: IGNORE } ] }`);
    expect(errors).toBeUndefined();
    const { version, preview } = await state();
    expect(version).toBe(2);
    expect(preview).toEqual({
      columns: ['customer_no', 'offer', 'due'],
      rows: [
        ['00123', '100000', '2024-04-03'],
        ['00456', null, '2024-06-05'],
        ['00789', '250000', '2024-08-07'],
        ['01000', null, '2024-10-09'],
      ],
    });
  });

  it('are kept by a replacement and by another reading, until an empty list removes them', async () => {
    await normalize(
      '{ columns: [{ name: "Offer", type: NUMBER, scale: THOUSANDS }, { name: "status", type: IGNORE }] }',
    );
    const { errors } = await app.upload({ content: february, fileName: 'february.csv', input: { id } });
    expect(errors).toBeUndefined();
    const replaced = await state();
    expect(replaced.preview.rows.map((row: string[]) => row[1])).toEqual(['1500', null]);
    expect(replaced.schema.warnings).toContainEqual({ code: 'CORRECTION_SKIPPED' });

    await normalize('{ dateOrder: DMY }');
    expect((await state()).preview.rows).toEqual([
      ['00123', '1500', '2025-02-01'],
      ['00456', null, '2025-02-03'],
    ]);

    // Those that are sent back unchanged stay, although one of them does not fit this file.
    const { errors: repeated } = await normalize(
      '{ columns: [{ name: "Offer", type: NUMBER, scale: THOUSANDS }, { name: "status", type: IGNORE }, { name: "due", type: TEXT }] }',
    );
    expect(repeated).toBeUndefined();
    expect((await state()).preview.rows[0]).toEqual(['00123', '1500', '01/02/2025']);

    await normalize('{ columns: [] }');
    const detected = await state();
    expect(detected.preview.rows.map((row: string[]) => row[1])).toEqual(['1.5', 'TBC']);
    expect(detected.schema.warnings).not.toContainEqual({ code: 'CORRECTION_SKIPPED' });
  });

  it('apply to every file of a dataset, also to one that is appended', async () => {
    await normalize(
      '{ columns: [{ name: "Offer", type: NUMBER, scale: THOUSANDS }, { name: "status", type: IGNORE }] }',
    );
    const { errors } = await app.upload({
      content: february,
      fileName: 'february.csv',
      input: { id },
      query:
        'mutation($input: AppendToDatasetInput!) { appendToDataset(input: $input) { dataset { version rowCount } } }',
    });
    expect(errors).toBeUndefined();
    const { preview, schema } = await state();
    const offers = preview.rows.map((row: string[]) => row[preview.columns.indexOf('offer')]);
    expect(offers.map((offer: string | null) => offer && Number(offer))).toEqual([
      100_000,
      null,
      250_000,
      null,
      1500,
      null,
    ]);
    expect(preview.columns).not.toContain('status');
    expect(schema.warnings).not.toContainEqual({ code: 'CORRECTION_SKIPPED' });
  });

  it.each([
    ['columns: [{ name: "Status", type: NUMBER }]', 'TYPE_NOT_AVAILABLE', { column: 'Status', type: 'NUMBER' }],
    ['columns: [{ name: "Custmer No", type: TEXT }]', 'COLUMN_NOT_FOUND', { nearest: 'customer_no' }],
    ['columns: [{ name: "status", scale: THOUSANDS }]', 'INVALID_OPTION', { option: 'columns.scale' }],
    [
      'columns: [{ name: "Offer", type: NUMBER }, { name: "offer", type: TEXT }]',
      'INVALID_INPUT',
      { argument: 'options.columns[1].name' },
    ],
  ])('are refused as %s with %s, and the version stays', async (options, code, extensions) => {
    const before = await state();
    const { errors } = await normalize(`{ ${options} }`);
    expect(errors).toHaveLength(1);
    expect(errors![0]!.extensions).toMatchObject({ code, ...extensions });
    expect(await state()).toEqual({ ...before, failure: { code } });
  });

  it.each([
    ['[{ name: "offer" }]', 'options.columns[0]'],
    ['[{ name: "offer", type: NUMBER }, { name: "offer", scale: MILLIONS }]', 'options.columns[1].name'],
  ])('are refused before anything is read where they are %s', async (columns, argument) => {
    const before = await state();
    const { errors } = await normalize(`{ columns: ${columns} }`);
    expect(errors![0]!.extensions).toMatchObject({ code: 'INVALID_INPUT', argument });
    expect(await state()).toEqual(before);
  });
});

describe('what a column is called and what it is for', () => {
  let app: TestApp;
  let id: string;

  beforeAll(async () => {
    app = await startApp();
    const content = 'kd,amt_k\nACME,10\nBETA,20\nGAMMA,5\n';
    id = (await app.upload({ content, fileName: 'a.csv' })).data.uploadDataset.dataset.id;
  });
  afterAll(() => app.close());

  const save = (columns: string) =>
    app.gql(
      `mutation($id: ID!) { saveSchema(input: { id: $id, columns: ${columns} }) {
        dataset { version } schema { columns { name label role availableRoles } } } }`,
      { id },
    );
  const analysis = async () => {
    const { data, errors } = await app.gql(
      `query($id: ID!) { dataset(id: $id) { suggestions { reason }
        analysis(input: { groupBy: "kd", value: "amt_k" }) { id computedAt total { total } } } }`,
      { id },
    );
    return { ...data.dataset, errors };
  };

  it('changes in answers at once, without a new version or another analysis', async () => {
    const before = await analysis();
    const { data } = await save('[{ name: "amt_k", label: "Revenue" }, { name: "kd", label: "Customer" }]');
    expect(data.saveSchema.dataset.version).toBe(1);
    expect(data.saveSchema.schema.columns).toMatchObject([
      { name: 'kd', label: 'Customer', availableRoles: ['CATEGORICAL', 'IDENTIFIER', 'TEXT'] },
      { name: 'amt_k', label: 'Revenue', role: 'NUMERIC' },
    ]);
    const after = await analysis();
    expect(after.analysis).toEqual(before.analysis);
    expect(after.suggestions[0].reason).toBe('Customer: how many of 3 make up most of Revenue?');
    const { data: reset } = await save('[{ name: "amt_k", label: "" }]');
    expect(reset.saveSchema.schema.columns[1].label).toBe('amt_k');
  });

  it('is never stored in an analysis', async () => {
    await save('[{ name: "kd", label: "Zebra" }]');
    const { data } = await app.gql(
      `query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "kd", value: "amt_k", topN: [2] }) {
        artifacts { format url } } } }`,
      { id },
    );
    const { url } = data.dataset.analysis.artifacts.find(({ format }: { format: string }) => format === 'JSON');
    const text = await (await fetch(new URL(url, app.url))).text();
    expect(text).toContain('"groupByHeader":"kd"');
    expect(text).not.toContain('Zebra');
  });

  it('takes a column of numbers out of what can be added up', async () => {
    await save('[{ name: "amt_k", role: CATEGORICAL }]');
    expect((await analysis()).errors[0].extensions.code).toBe('COLUMN_NOT_NUMERIC');
    await save('[{ name: "amt_k", role: NUMERIC }]');
    expect((await analysis()).errors).toBeUndefined();
  });

  it('is refused for a role that the values do not allow', async () => {
    const { errors } = await save('[{ name: "kd", role: NUMERIC }]');
    expect(errors![0]!.extensions).toMatchObject({
      code: 'ROLE_NOT_AVAILABLE',
      column: 'kd',
      available: ['CATEGORICAL', 'IDENTIFIER', 'TEXT'],
    });
  });
});

describe('the options of a version', () => {
  it('are those it was read with, and can be sent back', async () => {
    const app = await startApp();
    try {
      const content = 'a;b\nx;1,5\ny;TBC\n';
      const columns = [{ name: 'b', type: 'NUMBER', scale: 'THOUSANDS' }];
      const input = { options: { decimalMark: 'COMMA', subtotals: 'LEAVE_OUT', columns } };
      const id = (await app.upload({ content, fileName: 'a.csv', input })).data.uploadDataset.dataset.id;
      const read = async (version: number) => {
        const { data, errors } = await app.gql(
          `query($id: ID!, $version: Int) { dataset(id: $id) { options(version: $version) { sheet headerRow delimiter encoding
            dateOrder decimalMark unpivot subtotals fillDown columns { name type decimalMark dateOrder scale } } } }`,
          { id, version },
        );
        expect(errors).toBeUndefined();
        return data.dataset.options;
      };
      const first = await read(1);
      expect(first).toMatchObject({
        decimalMark: 'COMMA',
        subtotals: 'LEAVE_OUT',
        headerRow: null,
        columns: [{ name: 'b', type: 'NUMBER', scale: 'THOUSANDS', dateOrder: null }],
      });
      const { errors } = await app.gql(
        'mutation($id: ID!, $options: NormalizationOptions!) { normalizeDataset(input: { id: $id, options: $options }) { dataset { version } } }',
        { id, options: first },
      );
      expect(errors).toBeUndefined();
      expect(await read(2)).toEqual(first);
    } finally {
      await app.close();
    }
  });
});
