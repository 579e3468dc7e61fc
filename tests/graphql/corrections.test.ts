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

    await normalize('{ columns: [] }');
    const detected = await state();
    expect(detected.preview.rows.map((row: string[]) => row[1])).toEqual(['1.5', 'TBC']);
    expect(detected.schema.warnings).not.toContainEqual({ code: 'CORRECTION_SKIPPED' });
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
