import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp } from '../../support/app.js';

const content = 'day,customer,amount\n2024-01-31,ACME,5\n2024-02-01,BETA,7\n';
const ANALYSIS =
  'query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: ["customer"], value: "amount" }) { total { total } } analyses { totalCount } } }';

let storageDir: string;
let id: string;

beforeAll(async () => {
  storageDir = await mkdtemp(join(tmpdir(), 'concentric-low-space-'));
  const app = await startApp({ STORAGE_DIR: storageDir });
  const { data } = await app.upload({ content, fileName: 'sales.csv' });
  id = data.uploadDataset.dataset.id;
  await app.close();
});
afterAll(() => rm(storageDir, { recursive: true, force: true }));

it('a service above MIN_FREE_BYTES is ready and reports its free bytes', async () => {
  const app = await startApp({ STORAGE_DIR: storageDir, MIN_FREE_BYTES: '1000' });
  const response = await fetch(`${app.url}/health/ready`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    checks: { storage: 'ok' },
    details: { storage: { freeBytes: expect.any(Number), minFreeBytes: 1000 } },
  });
  await app.close();
});

it('a service below MIN_FREE_BYTES is not ready and refuses uploads, but answers analyses and deletes datasets', async () => {
  const app = await startApp({ STORAGE_DIR: storageDir, MIN_FREE_BYTES: '900TB' });
  const response = await fetch(`${app.url}/health/ready`);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({
    checks: { storage: 'failed', engine: 'ok' },
    details: { storage: { code: 'STORAGE_UNAVAILABLE', freeBytes: expect.any(Number), minFreeBytes: 900e12 } },
  });
  const refused = await app.upload({ content, fileName: 'more.csv' });
  expect(refused.errors).toMatchObject([
    { message: expect.stringContaining('MIN_FREE_BYTES'), extensions: { code: 'STORAGE_UNAVAILABLE' } },
  ]);
  const { data } = await app.gql(ANALYSIS, { id });
  expect(data.dataset).toEqual({ analysis: { total: { total: 12 } }, analyses: { totalCount: 0 } });
  const deleted = await app.gql('mutation($id: ID!) { deleteDataset(id: $id) { id } }', { id });
  expect(deleted.errors).toBeUndefined();
  const left = await readdir(join(storageDir, 'datasets', id));
  expect(left.every((name) => name.startsWith('dataset.'))).toBe(true);
  await app.close();
});
