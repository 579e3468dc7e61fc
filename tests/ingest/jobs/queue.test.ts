import { expect, it } from 'vitest';
import { IngestProgress } from '../../../src/ingest/jobs/progress.js';
import { IngestQueue } from '../../../src/ingest/jobs/queue.js';
import type { DatasetRecord, PendingIngest } from '../../../src/model/dataset.js';
import { ANONYMOUS } from '../../../src/model/principal.js';
import { silent } from '../../catalog/open-storage.js';
import { record } from '../../support/fake-services.js';

const SMALL = 1_000;
const LARGE = 100_000_000;

it('leaves a slot free for small files while a large one is read', async () => {
  const { run, running, finish } = openQueue(2);
  run('large 1', LARGE);
  run('large 2', LARGE);
  await expect.poll(running).toEqual(['large 1']);
  run('small 1', SMALL);
  run('small 2', SMALL);
  await expect.poll(running).toEqual(['large 1', 'small 1']);
  finish('small 1');
  await expect.poll(running).toEqual(['large 1', 'small 2']);
  finish('small 2');
  await expect.poll(running).toEqual(['large 1']);
  finish('large 1');
  await expect.poll(running).toEqual(['large 2']);
  finish('large 2');
});

it('reads files of any size in order of arrival with one slot', async () => {
  const { run, running, finish } = openQueue(1);
  run('large', LARGE);
  await expect.poll(running).toEqual(['large']);
  run('small', SMALL);
  finish('large');
  await expect.poll(running).toEqual(['small']);
  finish('small');
});

it('reads files round-robin over principals, in order of arrival within one', async () => {
  const { run, running, finish } = openQueue(1);
  for (const file of ['a1', 'a2', 'a3', 'a4']) run(file, SMALL, 'a');
  for (const file of ['b1', 'b2']) run(file, SMALL, 'b');
  run('c1', SMALL, 'c');
  for (const file of ['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']) {
    await expect.poll(running).toEqual([file]);
    finish(file);
  }
  await expect.poll(running).toEqual([]);
});

it('uses every slot for one principal while no other has files', async () => {
  const { run, running, finish } = openQueue(3);
  for (const file of ['a1', 'a2', 'a3', 'a4']) run(file, SMALL, 'a');
  await expect.poll(running).toEqual(['a1', 'a2', 'a3']);
  for (const file of ['a1', 'a2', 'a3']) finish(file);
  await expect.poll(running).toEqual(['a4']);
  finish('a4');
});

it('reads a file that stopped its process alone', async () => {
  const { queue, run, running, finish } = openQueue(2);
  run('before', SMALL);
  await expect.poll(running).toEqual(['before']);
  run('suspect', SMALL, ANONYMOUS.id, 2);
  run('after', SMALL);
  await new Promise(setImmediate);
  expect(running()).toEqual(['before']);
  finish('before');
  await expect.poll(running).toEqual(['suspect']);
  expect(queue.isBusy).toBe(true);
  await new Promise(setImmediate);
  expect(running()).toEqual(['suspect']);
  finish('suspect');
  await expect.poll(running).toEqual(['after']);
  finish('after');
});

it('ends a waiting file without a slot when it is cancelled, and goes on with the others', async () => {
  const { queue, run, running, finish } = openQueue(1);
  run('first', SMALL);
  await expect.poll(running).toEqual(['first']);
  run('cancelled', SMALL, ANONYMOUS.id, 2);
  run('last', SMALL);
  queue.abort('cancelled', new Error('cancelled'));
  await expect.poll(running).toEqual(['first', 'cancelled']);
  finish('cancelled');
  finish('first');
  await expect.poll(running).toEqual(['last']);
  finish('last');
  await expect.poll(() => queue.load).toEqual({ receiving: 0, waiting: 0, running: 0 });
});

it('accepts a hundred files and rejects the next before any byte is received', async () => {
  const { queue, run, running, finish } = openQueue(2);
  for (let file = 0; file < 100; file++) run(`file ${file}`, SMALL);
  let isReceived = false;
  const receive = async () => {
    isReceived = true;
  };
  const refused = queue.admit(ANONYMOUS.id, receive);
  await expect(refused).rejects.toMatchObject({ code: 'OVERLOADED', details: { underWay: 100 } });
  expect(isReceived).toBe(false);
  await expect.poll(running).toEqual(['file 0', 'file 1']);
  finish('file 0');
  await expect.poll(running).toEqual(['file 1', 'file 2']);
  await queue.admit(ANONYMOUS.id, receive);
  expect(isReceived).toBe(true);
});

it('reserves half of the capacity for other keys while one key sends its files slowly', async () => {
  const { queue } = openQueue(2);
  const ends: (() => void)[] = [];
  const slow = (key: string) => queue.admit(key, () => new Promise<void>((resolve) => ends.push(resolve)));
  const sent = Array.from({ length: 50 }, () => slow('EDITOR:greedy'));
  await expect(slow('EDITOR:greedy')).rejects.toMatchObject({
    code: 'OVERLOADED',
    message: expect.stringContaining('50 files of this API key'),
    details: { underWay: 50, maxUnderWay: 50 },
  });
  expect(await queue.admit('EDITOR:other', async () => 'received')).toBe('received');
  ends.shift()!();
  await sent[0];
  sent.push(slow('EDITOR:greedy'));
  for (const end of ends) end();
  await Promise.all(sent);
});

it('returns STORAGE_UNAVAILABLE without occupying a slot when the open-file limit is reached', async () => {
  const { queue } = openQueue(1);
  const cause = Object.assign(new Error('EMFILE: too many open files, scandir'), { code: 'EMFILE' });
  await expect(queue.admit(ANONYMOUS.id, () => Promise.reject(cause))).rejects.toMatchObject({
    code: 'STORAGE_UNAVAILABLE',
    message: expect.stringMatching(/^Receiving the file failed: .*too many files open/),
    cause,
  });
  expect(queue.load.receiving).toBe(0);
});

/** A queue whose jobs run until the test ends them. */
function openQueue(maxConcurrentIngests: number) {
  const underWay = new Map<string, () => void>();
  const runJob = async (id: string): Promise<DatasetRecord> => {
    await new Promise<void>((resolve) => underWay.set(id, resolve));
    underWay.delete(id);
    return record({ id });
  };
  const board = { write: nothing, read: async () => null, remove: nothing, sweep: nothing };
  const catalog = { get: async (id: string) => record({ id, status: 'PROCESSING' as const }) };
  const progress = new IngestProgress();
  const queue = new IngestQueue({ runJob, progress, maxConcurrentIngests, board, catalog, log: silent });
  const pending = { options: {}, owner: 'me', reason: 'UPLOAD' as const, version: 1, attempt: 1 };
  return {
    queue,
    run(id: string, sizeBytes: number, principal = ANONYMOUS.id, attempt = 1): void {
      const source = { ...record().source, sizeBytes };
      queue.runInBackground(id, { ...pending, attempt, folder: id, source } satisfies PendingIngest, principal);
    },
    running: () => [...underWay.keys()],
    finish: (id: string) => underWay.get(id)!(),
  };
}

async function nothing(): Promise<void> {}
