import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startApp } from '../support/app.js';

it('accepts storage folders whose names look like DuckDB patterns or partitions', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'concentric-odd-'));
  const storageDir = join(folder, "it's [a] *?", 'customer=OTHER');
  await mkdir(storageDir, { recursive: true });
  const app = await startApp({ STORAGE_DIR: storageDir });
  try {
    const content = 'day,customer,amount\n2024-01-31,ACME,5\n2024-02-01,BETA,7\n2024-02-02,ACME,9\n';
    const { data } = await app.upload({ content, fileName: 'file.csv' });
    const answer = await app.gql(
      'query($id: ID!) { dataset(id: $id) { schema { columns { name } } analysis(input: { groupBy: "customer", value: "amount" }) { total { head { entity value } } } } }',
      { id: data.uploadDataset.dataset.id },
    );
    expect(answer.data.dataset.schema.columns.map(({ name }: { name: string }) => name)).toEqual([
      'day',
      'customer',
      'amount',
    ]);
    expect(answer.data.dataset.analysis.total.head).toEqual([
      { entity: 'ACME', value: 14 },
      { entity: 'BETA', value: 7 },
    ]);
  } finally {
    await app.close();
    await rm(folder, { recursive: true });
  }
});
