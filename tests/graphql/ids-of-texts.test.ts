import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const ROWS = 21_000;
/** Thirty names, each in two spellings; the n-th has the amount n in each of its rows. */
const lines = Array.from({ length: ROWS }, (_, row) => {
  const n = (row % 30) + 1;
  return `${row % 60 < 30 ? `Müller ${n}` : `MÜLLER  ${n}`},${n}`;
});
const TOTAL = (ROWS / 30) * ((30 * 31) / 2);

let app: TestApp;
let id: string;
let threshold = 10;

beforeAll(async () => {
  app = await startApp();
  const uploaded = await app.upload({ content: `Customer,Amount\n${lines.join('\n')}\n`, fileName: 'sales.csv' });
  id = uploaded.data.uploadDataset.dataset.id;
});
afterAll(() => app.close());

/** A new analysis each time: with a threshold of its own. */
async function largest() {
  const { data, errors } = await app.gql(
    `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) {
       total { entityCount total head { entity value } } } } }`,
    { id, input: { groupBy: ['customer'], value: 'amount', thresholds: [threshold++] } },
  );
  expect(errors).toBeUndefined();
  const { total } = data.dataset.analysis;
  return { entityCount: total.entityCount, total: total.total, first: total.head[0] };
}

const expected = { entityCount: 30, total: TOTAL, first: { entity: 'MÜLLER  30', value: (ROWS / 30) * 30 } };
const namesPath = () => join(app.storageDir, 'datasets', id, 'v1', 'names.parquet');

it('groups a large table by the ids of its texts, their spellings merged', async () => {
  expect(existsSync(namesPath())).toBe(true);
  expect(await largest()).toEqual(expected);
});

it('rebuilds the names when they are damaged or missing', async () => {
  await writeFile(namesPath(), 'rot');
  expect(await largest()).toEqual(expected);
  await rm(namesPath());
  expect(await largest()).toEqual(expected);
  expect(existsSync(namesPath())).toBe(true);
});
