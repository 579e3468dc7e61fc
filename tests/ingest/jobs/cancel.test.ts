import { readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import type { IngestFile } from '../../../src/ingest/pipeline.js';
import type { DatasetRecord } from '../../../src/model/dataset.js';
import { whenAborted } from '../../../src/worker/abort-scope.js';
import { temporaryStorage } from '../../catalog/open-storage.js';
import { aFile, openIngestion, readLines, waiting } from './open-ingestion.js';

const cancelled = { code: 'INGEST_CANCELLED' };

it('fails a first upload, also for the client that waits for it, and keeps the file to be read again', async () => {
  const gate = new Gate();
  const { ingestion, catalog } = await openIngestion(await temporaryStorage(), { ingestFile: gate.ingestFile });
  const upload = ingestion.upload({ ...waiting, files: [aFile('a,b\n1,2')] }).catch((error) => error);
  const id = await gate.started(catalog);
  const { record, isCancelled } = await ingestion.cancel(id);
  expect(isCancelled).toBe(true);
  expect(record).toMatchObject({ status: 'FAILED', failure: cancelled });
  expect(record.failure!.message).toContain('normalizeDataset');
  gate.open();
  expect(await upload).toMatchObject({ ...cancelled, details: { datasetId: id } });
  expect(await catalog.get(id)).toMatchObject({ status: 'FAILED', revision: record.revision });
  expect(await ingestion.normalize({ id, ...waiting })).toMatchObject({ status: 'READY', version: 2, failure: null });
});

it('leaves a READY dataset at its version, without the files of the cancelled one', async () => {
  const gate = new Gate();
  const { ingestion, catalog, layout, rows } = await openIngestion(await temporaryStorage(), {
    ingestFile: gate.ingestFile,
  });
  gate.open();
  const { id } = await ingestion.upload({ ...waiting, files: [aFile('old')] });
  gate.close();
  const replacing = ingestion.replace({ id, ...waiting, files: [aFile('new')] }).catch((error) => error);
  await gate.started(catalog);
  const { record } = await ingestion.cancel(id);
  expect(record).toMatchObject({ status: 'READY', version: 1, pending: null, failure: cancelled });
  gate.open();
  expect(await replacing).toMatchObject(cancelled);
  expect(await rows((await catalog.get(id))!)).toBe('OLD');
  await ingestion.drain();
  const left = (await readdir(layout.dataset(id))).filter((name) => !name.startsWith('dataset.'));
  expect(left).toEqual(['v1']);
});

it('changes nothing where no reading is in progress, and knows no other datasets', async () => {
  const { ingestion } = await openIngestion(await temporaryStorage());
  const { id, revision } = await ingestion.upload({ ...waiting, files: [aFile('old')] });
  expect(await ingestion.cancel(id)).toMatchObject({ isCancelled: false, record: { revision, status: 'READY' } });
  await expect(ingestion.cancel('ds_missing')).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
});

it('publishes nothing from another process that does not know of it yet, nor under the number of the next job', async () => {
  const dir = await temporaryStorage();
  const gate = new Gate();
  const elsewhere = await openIngestion(dir, { ingestFile: gate.ingestFile });
  const here = await openIngestion(dir);
  gate.open();
  const { id } = await elsewhere.ingestion.upload({ ...waiting, files: [aFile('old')] });
  gate.close();
  const replacing = elsewhere.ingestion
    .replace({ id, ...waiting, files: [aFile('cancelled')] })
    .catch((error) => error);
  await gate.started(here.catalog);
  await here.ingestion.cancel(id);
  const next = await here.ingestion.replace({ id, ...waiting, files: [aFile('next')] });
  expect(next).toMatchObject({ status: 'READY', version: 3, failure: null });
  // At once, before it looks at the record again.
  gate.open();
  await replacing;
  const record = (await here.catalog.get(id))!;
  expect(record).toMatchObject({ status: 'READY', version: 3, revision: next.revision });
  expect(await here.rows(record)).toBe('NEXT');
});

it('stops a reading of another process within its next look at the record', async () => {
  const dir = await temporaryStorage();
  const gate = new Gate();
  const elsewhere = await openIngestion(dir, { ingestFile: gate.ingestFile });
  const here = await openIngestion(dir);
  const upload = elsewhere.ingestion.upload({ ...waiting, files: [aFile('old')] }).catch((error) => error);
  const id = await gate.started(here.catalog);
  await here.ingestion.cancel(id);
  // The gate stays closed: the work is aborted.
  expect(await upload).toMatchObject(cancelled);
  expect(elsewhere.ingestion.load).toMatchObject({ waiting: 0, running: 0 });
});

it('ends all readings of a dataset, those that wait too', async () => {
  const gate = new Gate();
  const { ingestion, catalog } = await openIngestion(await temporaryStorage(), { ingestFile: gate.ingestFile });
  const { id } = await ingestion.upload({ ...waiting, wait: false, files: [aFile('first')] });
  const jobs = ['second', 'third', 'fourth'].map((text) =>
    ingestion.replace({ id, ...waiting, files: [aFile(text)] }).catch((error) => error),
  );
  await expect.poll(async () => (await catalog.get(id))?.pending?.version).toBe(4);
  expect(ingestion.load).toMatchObject({ running: 2, waiting: 2 });
  await ingestion.cancel(id);
  gate.open();
  for (const job of jobs) expect(await job).toMatchObject(cancelled);
  expect(await catalog.get(id)).toMatchObject({ status: 'FAILED', failure: cancelled });
});

/** Readings that wait until the test lets them go on; those that are aborted end as DuckDB's do. */
class Gate {
  private isOpen = false;

  open(): void {
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
  }

  readonly ingestFile: IngestFile = async (input) => {
    let isAborted = false;
    const stopListening = whenAborted(() => {
      isAborted = true;
    });
    while (!this.isOpen && !isAborted) await pause(5);
    stopListening();
    if (isAborted) throw new Error('INTERRUPT Error: Interrupted!');
    return readLines(input);
  };

  /** The id of the dataset whose file is being read. */
  async started(catalog: { all(): Promise<DatasetRecord[]> }): Promise<string> {
    return vi.waitFor(async () => (await catalog.all()).find(({ pending }) => pending)!.id);
  }
}
