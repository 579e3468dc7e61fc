import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { archives } from './archives.js';
import { disguises } from './disguises.js';
import { parquetFiles } from './parquet-files.js';
import { sheets } from './sheets.js';
import { texts } from './texts.js';

const APPEND = `mutation($input: AppendToDatasetInput!) { appendToDataset(input: $input) { dataset { id } } }`;
const STATE = `query($id: ID!) { dataset(id: $id) { status version rowCount sources { name rowCount }
  analysis(input: { groupBy: "name", value: "value" }) { total { totalExact } rows { sumExact totalCount } } } }`;

/** The corpus uploads each of them alone; a few of each kind show that a good file beside them does not matter. */
const refused = [archives, sheets, texts, disguises, parquetFiles].flatMap((files) =>
  files
    .filter(({ isLarge, options, outcome }) => !isLarge && options === undefined && 'refused' in outcome)
    .filter((_, nth) => nth % 10 === 0),
);

let app: TestApp;
let id: string;
beforeAll(async () => {
  app = await startApp();
  const { data } = await app.upload({ content: 'name,value\nACME,5\n\nBETA,7\n', fileName: 'good.csv' });
  id = data.uploadDataset.dataset.id;
});
afterAll(() => app.close());

describe('a hostile file that is appended to a good one', () => {
  it.each(refused.map((file) => [file.what, file] as const))('is refused and changes nothing: %s', async (_, file) => {
    const content = Buffer.from((await file.bytes()) as Buffer);
    const { errors } = await app.upload({ content, fileName: file.fileName, input: { id }, query: APPEND });
    expect(errors).toHaveLength(1);
    const { code } = errors![0]!.extensions;
    expect(['INTERNAL_SERVER_ERROR', undefined]).not.toContain(code);
    expect(errors![0]!.message).not.toMatch(/stack|node_modules|\/tmp\//);
    const { data } = await app.gql(STATE, { id });
    expect(data.dataset).toEqual({
      status: 'READY',
      version: 1,
      rowCount: 2,
      sources: [{ name: 'good.csv', rowCount: 2 }],
      analysis: { total: { totalExact: '12' }, rows: { sumExact: '12', totalCount: 2 } },
    });
  });
});
