import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import { sweep } from '../../../src/catalog/sweep.js';
import type { IngestFile } from '../../../src/ingest/pipeline.js';
import type { NormalizationOptions } from '../../../src/model/dataset.js';
import { temporaryStorage } from '../../catalog/open-storage.js';
import { aFile, openIngestion, readLines, waiting } from './open-ingestion.js';

/** Another process that has acknowledged an upload and is reading it. */
async function readElsewhere(storageDir: string) {
  const script = new URL('children/die-reading.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, storageDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = await once(child.stdout.setEncoding('utf8'), 'data');
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { id: String(printed).trim(), kill };
}

it('reads an acknowledged upload of a dead process with the same options', async () => {
  const dir = await temporaryStorage();
  const { id, kill } = await readElsewhere(dir);
  await kill();

  const received: NormalizationOptions[] = [];
  const ingestFile: IngestFile = (input) => {
    received.push(input.options);
    return readLines(input);
  };
  const service = await openIngestion(dir, { ingestFile });
  expect(await service.catalog.get(id)).toMatchObject({ status: 'PROCESSING', pending: { attempt: 1 } });
  await sweep(service);
  await service.ingestion.recover();
  await service.ingestion.drain();

  const record = (await service.catalog.get(id))!;
  expect(record).toMatchObject({ status: 'READY', version: 1, rowCount: 2, pending: null });
  expect(await service.rows(record)).toBe('YEAR\n2024');
  expect(received).toEqual([{ headerRow: 1 }]);
  expect((await readdir(service.layout.dataset(id))).filter((name) => !name.startsWith('dataset.'))).toEqual(['v1']);
});

it('does not take over a reading while its process is alive', async () => {
  const dir = await temporaryStorage();
  const { id, kill } = await readElsewhere(dir);
  const service = await openIngestion(dir);
  await service.ingestion.recover();
  await service.ingestion.drain();
  expect(await service.catalog.get(id)).toMatchObject({ status: 'PROCESSING', revision: 1 });
  await kill();
});

it('reads an abandoned file once when two processes start at the same time', async () => {
  const dir = await temporaryStorage();
  const { id, kill } = await readElsewhere(dir);
  await kill();
  let readings = 0;
  const ingestFile: IngestFile = (input) => {
    readings++;
    return readLines(input);
  };
  const both = [await openIngestion(dir, { ingestFile }), await openIngestion(dir, { ingestFile })];
  await Promise.all(both.map(({ ingestion }) => ingestion.recover()));
  await Promise.all(both.map(({ ingestion }) => ingestion.drain()));
  expect(readings).toBe(1);
  expect(await both[0]!.catalog.get(id)).toMatchObject({ status: 'READY', version: 1 });
});

it('fails a file after three processes died reading it, and reads it again on request', async () => {
  const dir = await temporaryStorage();
  const { id, kill } = await readElsewhere(dir);
  await kill();
  const dead = await openIngestion(dir);
  await dead.catalog.change(id, ({ pending }) => ({ pending: { ...pending!, attempt: 3 } }));

  const service = await openIngestion(dir);
  await service.ingestion.recover();
  const record = await service.catalog.get(id);
  expect(record).toMatchObject({ status: 'FAILED', failure: { code: 'UNREADABLE_FILE' } });
  expect(record?.failure?.message).toContain('3 times');
  expect(await service.ingestion.normalize({ id, ...waiting })).toMatchObject({ status: 'READY', version: 2 });
});

it('does not read a FAILED dataset again on its own', async () => {
  const dir = await temporaryStorage();
  const first = await openIngestion(dir);
  const error = await first.ingestion.upload({ ...waiting, files: [aFile('bad')] }).catch((reason) => reason);
  await first.processes.leave();

  const service = await openIngestion(dir, { ingestFile: () => Promise.reject(new Error('must not be read')) });
  await service.ingestion.recover();
  await service.ingestion.drain();
  expect(await service.catalog.get(error.details.datasetId)).toMatchObject({ failure: { code: 'NO_TABLE' } });
  expect(service.logged).toEqual([]);
});

it('retries recovery once a minute after an error', async () => {
  const dir = await temporaryStorage();
  const { id, kill } = await readElsewhere(dir);
  await kill();
  const service = await openIngestion(dir);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const pending = vi.spyOn(service.catalog, 'pending');
    for (const code of ['EMFILE', 'EIO']) pending.mockRejectedValueOnce(Object.assign(new Error(code), { code }));
    await service.ingestion.recover();
    expect(service.logged).toMatchObject([{ err: { code: 'EMFILE' } }]);
    vi.advanceTimersByTime(60_000);
    await expect.poll(() => service.logged.length).toBe(2);
    await new Promise(setImmediate);
    vi.advanceTimersByTime(60_000);
    await vi.waitFor(async () => expect(await service.catalog.get(id)).toMatchObject({ status: 'READY' }));
  } finally {
    vi.useRealTimers();
  }
});
