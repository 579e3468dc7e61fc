import { expect, it } from 'vitest';
import { clearDataset } from '../../src/catalog/clear-dataset.js';
import type { Bytes } from '../../src/storage/bytes.js';

it('removes versions before temporary files, and keeps the revisions', async () => {
  const removed: string[] = [];
  const names = ['.tmp-host-1-abc-0123456789ab', 'dataset.3.json', 'v1', 'notes.txt', 'v2'];
  const bytes: Partial<Bytes> = {
    list: async () => names.map((name) => ({ name, modifiedAtMs: 0 })),
    remove: async (key) => void removed.push(key.split('/').at(-1)!),
  };
  await clearDataset(bytes as Bytes, 'ds_a');
  expect(removed).toEqual(['v1', 'v2', '.tmp-host-1-abc-0123456789ab', 'notes.txt']);
});
