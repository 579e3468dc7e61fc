import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { IngestProgress } from '../../../src/ingest/jobs/progress.js';
import type { Ingestion } from '../../../src/ingest/jobs/service.js';
import type { IngestFile } from '../../../src/ingest/pipeline.js';
import type { DatasetProgress } from '../../../src/model/progress.js';
import { temporaryStorage } from '../../catalog/open-storage.js';
import { aFile, openIngestion, readLines, waiting } from './open-ingestion.js';

it('starts with the received bytes of a replacement', async () => {
  const { ingestion } = await openIngestion(await temporaryStorage(), { ingestFile: inStages, maxUploadBytes: 4e6 });
  const { id } = await ingestion.upload({ ...waiting, files: [aFile('a,b\n1,2')] });
  const sent = new PassThrough();
  const replaced = ingestion.replace({ id, ...waiting, files: [aFile(sent)] });
  sent.write('a,b\n'.repeat(500_000));
  await expect.poll(() => stageOf(ingestion, id)).toBe('RECEIVING');
  const events = await stagesOf(ingestion.follow(id), ({ stage, bytesDone }) => {
    if (stage === 'RECEIVING' && bytesDone >= 1_000_000) sent.end('1,2');
  });
  await replaced;
  const [first, received] = [events[0]!, events.findIndex(({ bytesTotal }) => bytesTotal !== null)];
  expect(first).toMatchObject({ stage: 'RECEIVING', bytesTotal: null, fraction: null });
  expect(events[received]).toMatchObject({
    stage: 'RECEIVING',
    bytesDone: 2_000_003,
    bytesTotal: 2_000_003,
    fraction: 0,
  });
  expect(events.slice(received + 1)).toMatchObject([
    { stage: 'READING', fraction: 0, rowsDone: 0 },
    { stage: 'PROFILING', rowsDone: 500_001 },
    { stage: 'NORMALIZING', rowsDone: 500_001 },
    { stage: 'WRITING', rowsDone: 500_001 },
    { stage: 'DONE', fraction: 1, rowsDone: 500_001 },
  ]);
});

it('ends with UPLOAD_INCOMPLETE when the client of a replacement disconnects, and leaves no files', async () => {
  const { ingestion } = await openIngestion(await temporaryStorage());
  const { id } = await ingestion.upload({ ...waiting, files: [aFile('a,b\n1,2')] });
  const sent = new PassThrough();
  const replaced = ingestion.replace({ id, ...waiting, files: [aFile(sent)] });
  sent.write('a,');
  replaced.catch(() => undefined);
  await expect.poll(() => stageOf(ingestion, id)).toBe('RECEIVING');
  const events = await stagesOf(ingestion.follow(id), () => void sent.destroy());
  expect(events).toMatchObject([{ stage: 'RECEIVING' }, { stage: 'FAILED', failure: { code: 'UPLOAD_INCOMPLETE' } }]);
  await expect(replaced).rejects.toMatchObject({ code: 'UPLOAD_INCOMPLETE' });
  expect(await stagesOf(ingestion.follow(id))).toMatchObject([{ stage: 'DONE', failure: null }]);
});

it('follows the same reading to its end when a newer one starts', async () => {
  const gate = new Gate();
  const { ingestion } = await openIngestion(await temporaryStorage(), { ingestFile: gate.ingestFile });
  const { id } = await ingestion.upload({ ...waiting, wait: false, files: [aFile('a,b\n1,2')] });
  const first = stagesOf(ingestion.follow(id));
  await ingestion.replace({ id, ...waiting, wait: false, files: [aFile('a,b\n1,2\n3,4')] });
  const second = stagesOf(ingestion.follow(id));
  gate.open();
  expect((await first).at(-1)).toMatchObject({ stage: 'DONE', bytesTotal: 7 });
  expect((await second).at(-1)).toMatchObject({ stage: 'DONE', bytesTotal: 11 });
});

it('shows the progress of a reading in another process', async () => {
  const storage = await temporaryStorage();
  const gate = new Gate();
  const elsewhere = await openIngestion(storage, { ingestFile: gate.ingestFile });
  const here = await openIngestion(storage);
  const { id } = await elsewhere.ingestion.upload({ ...waiting, wait: false, files: [aFile('a,b\n1,2')] });
  const events = await stagesOf(here.ingestion.follow(id), () => gate.open());
  expect(events).toMatchObject([
    { stage: 'RECEIVING', bytesTotal: 7, fraction: 0 },
    { stage: 'DONE', rowsDone: 2, fraction: 1 },
  ]);
});

it('ends with DATASET_NOT_FOUND in every process when the dataset is deleted meanwhile', async () => {
  const storage = await temporaryStorage();
  const gate = new Gate();
  const one = await openIngestion(storage, { ingestFile: gate.ingestFile });
  const other = await openIngestion(storage);
  const { id } = await one.ingestion.upload({ ...waiting, wait: false, files: [aFile('a,b\n1,2')] });
  const events = [stagesOf(one.ingestion.follow(id)), stagesOf(other.ingestion.follow(id))];
  await other.catalog.delete(id);
  gate.open();
  for (const steps of await Promise.all(events)) {
    expect(steps.at(-1)).toMatchObject({ stage: 'FAILED', failure: { code: 'DATASET_NOT_FOUND' } });
  }
});

it('stops at once when the subscriber returns, even without an event', async () => {
  const gate = new Gate();
  const { ingestion } = await openIngestion(await temporaryStorage(), { ingestFile: gate.ingestFile });
  const { id } = await ingestion.upload({ ...waiting, wait: false, files: [aFile('a,b\n1,2')] });
  const following = await ingestion.follow(id);
  await following.next();
  const never = following.next();
  await following.return!();
  expect(await never).toEqual({ done: true, value: undefined });
  gate.open();
});

it('never decreases, and is reported in steps of at least a hundredth', async () => {
  const reading = new IngestProgress().of('ds_1', 'folder');
  reading.received(10);
  reading.enter('READING');
  const following = reading.watch(new AbortController().signal);
  const fractions = [];
  for (const part of [0.001, 0.5, 0.2, 0.501, 2]) {
    reading.advance(part);
    fractions.push((await reading.watch(new AbortController().signal).next()).value!.fraction);
  }
  // READING is the first 45 % of the work.
  expect(fractions).toEqual([0, 0.225, 0.225, 0.225, 0.45]);
  reading.end(null);
  expect(await following.next()).toMatchObject({ value: { stage: 'DONE', fraction: 1 } });
  expect(await following.next()).toMatchObject({ done: true });
});

it('is removed when the reading ends', () => {
  const progress = new IngestProgress();
  const first = progress.of('ds_1', 'first');
  const second = progress.of('ds_1', 'second');
  expect(progress.newest('ds_1')).toBe(second);
  second.end(null);
  expect(progress.newest('ds_1')).toBe(first);
  first.leave();
  expect(progress.newest('ds_1')).toBeUndefined();
});

/** readLines, reporting its stages as the real reader does. */
const inStages: IngestFile = async (input) => {
  input.progress!.enter('READING');
  const result = await readLines(input);
  for (const stage of ['PROFILING', 'NORMALIZING'] as const) {
    input.progress!.enter(stage, result.schema.rowCount);
    await new Promise(setImmediate);
  }
  return result;
};

/** readLines, which waits until the gate is opened. */
class Gate {
  open!: () => void;
  private readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });

  readonly ingestFile: IngestFile = async (input) => {
    await this.opened;
    return readLines(input);
  };
}

async function stageOf(ingestion: Ingestion, id: string): Promise<string> {
  const { value } = await (await ingestion.follow(id)).next();
  return value.stage;
}

async function stagesOf(
  following: Promise<AsyncIterable<DatasetProgress>>,
  onStep: (step: DatasetProgress) => void = () => undefined,
): Promise<DatasetProgress[]> {
  const steps: DatasetProgress[] = [];
  for await (const step of await following) {
    steps.push(step);
    onStep(step);
  }
  return steps;
}
