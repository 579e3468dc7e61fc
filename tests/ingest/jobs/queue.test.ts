import { expect, it } from 'vitest';
import { IngestProgress } from '../../../src/ingest/jobs/progress.js';
import { IngestQueue } from '../../../src/ingest/jobs/queue.js';
import type { DatasetRecord, PendingIngest } from '../../../src/model/dataset.js';
import { silent } from '../../catalog/open-storage.js';
import { record } from '../../support/fake-services.js';

const SMALL = 1_000;
const LARGE = 100_000_000;

it('a large file leaves a place to the small, which do not wait for it', async () => {
  const { read, running, finish } = openQueue(2);
  read('large 1', LARGE);
  read('large 2', LARGE);
  await expect.poll(running).toEqual(['large 1']);
  read('small 1', SMALL);
  read('small 2', SMALL);
  await expect.poll(running).toEqual(['large 1', 'small 1']);
  finish('small 1');
  await expect.poll(running).toEqual(['large 1', 'small 2']);
  finish('small 2');
  await expect.poll(running).toEqual(['large 1']);
  finish('large 1');
  await expect.poll(running).toEqual(['large 2']);
  finish('large 2');
});

it('where there is one place, files take turns whatever their size', async () => {
  const { read, running, finish } = openQueue(1);
  read('large', LARGE);
  await expect.poll(running).toEqual(['large']);
  read('small', SMALL);
  finish('large');
  await expect.poll(running).toEqual(['small']);
  finish('small');
});

it('takes a hundred files and refuses the next before anything of it is received', async () => {
  const { queue, read, running, finish } = openQueue(2);
  for (let file = 0; file < 100; file++) read(`file ${file}`, SMALL);
  let isReceived = false;
  const receive = async () => {
    isReceived = true;
  };
  await expect(queue.admit(receive)).rejects.toMatchObject({ code: 'OVERLOADED', details: { underWay: 100 } });
  expect(isReceived).toBe(false);
  await expect.poll(running).toEqual(['file 0', 'file 1']);
  finish('file 0');
  await expect.poll(running).toEqual(['file 1', 'file 2']);
  await queue.admit(receive);
  expect(isReceived).toBe(true);
});

it('a file that cannot be taken in for want of open files is told so, and holds no place', async () => {
  const { queue } = openQueue(1);
  const cause = Object.assign(new Error('EMFILE: too many open files, scandir'), { code: 'EMFILE' });
  await expect(queue.admit(() => Promise.reject(cause))).rejects.toMatchObject({
    code: 'STORAGE_UNAVAILABLE',
    message: expect.stringMatching(/^Taking the file in failed: .*too many files open/),
    cause,
  });
  expect(queue.load.receiving).toBe(0);
});

/** A queue whose readings go on until the test says so. */
function openQueue(maxConcurrentIngests: number) {
  const under = new Map<string, () => void>();
  const run = async (id: string): Promise<DatasetRecord> => {
    await new Promise<void>((resolve) => under.set(id, resolve));
    under.delete(id);
    return record({ id });
  };
  const queue = new IngestQueue(run, new IngestProgress(), maxConcurrentIngests, silent);
  const pending = { options: {}, owner: 'me', reason: 'UPLOAD' as const, version: 1, attempt: 1 };
  return {
    queue,
    read(id: string, sizeBytes: number): void {
      const source = { ...record().source, sizeBytes };
      queue.readInBackground(id, { ...pending, folder: id, source } satisfies PendingIngest);
    },
    running: () => [...under.keys()],
    finish: (id: string) => under.get(id)!(),
  };
}
