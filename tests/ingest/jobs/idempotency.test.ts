import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import type { IngestFile } from '../../../src/ingest/pipeline.js';
import type { NormalizationOptions } from '../../../src/model/dataset.js';
import { ConcentricError } from '../../../src/model/errors.js';
import { temporaryStorage } from '../../catalog/open-storage.js';
import { aFile, openIngestion, readLines } from './open-ingestion.js';

const keyed = { wait: true, options: {}, principal: 'EDITOR:loader', idempotencyKey: '3f1c-1' };

/** An ingestFile that counts its readings and, where it is closed, waits to be opened. */
function countingReader({ isOpen = true } = {}) {
  const readings: string[] = [];
  let open = () => {};
  const opened = isOpen ? Promise.resolve() : new Promise<void>((resolve) => (open = resolve));
  const ingestFile: IngestFile = async (input) => {
    readings.push(await readFile(input.sources[0]!.path, 'utf8'));
    await opened;
    return readLines(input);
  };
  return { ingestFile, readings, open: () => open() };
}

async function expectOneDataset({ layout, catalog }: Awaited<ReturnType<typeof openIngestion>>, id: string) {
  expect((await readdir(layout.datasets)).filter((name) => name !== 'catalog.log')).toEqual([id]);
  const pending = (await catalog.get(id))?.pending?.folder;
  const temporary = (await readdir(layout.dataset(id))).filter((name) => name.startsWith('.tmp'));
  expect(temporary).toEqual(pending === undefined ? [] : [pending]);
}

describe('an upload that is repeated with its idempotency key', () => {
  it('gives the same dataset without a second reading, also after a restart and from another process', async () => {
    const dir = await temporaryStorage();
    const { ingestFile, readings } = countingReader();
    const first = await openIngestion(dir, { ingestFile });
    const record = await first.ingestion.upload({ ...keyed, files: [aFile('year\n2024')] });
    expect(await first.ingestion.upload({ ...keyed, files: [aFile('year\n2024')] })).toEqual(record);
    const other = await openIngestion(dir, { ingestFile });
    expect(await other.ingestion.upload({ ...keyed, files: [aFile('year\n2024')] })).toEqual(record);
    await first.ingestion.drain();
    await first.processes.leave();
    const restarted = await openIngestion(dir, { ingestFile });
    await restarted.ingestion.recover();
    expect(await restarted.ingestion.upload({ ...keyed, files: [aFile('year\n2024')] })).toEqual(record);
    expect(readings).toHaveLength(1);
    await expectOneDataset(restarted, record.id);
  });

  it('waits for the first one that is still being read, in this process or another', async () => {
    const dir = await temporaryStorage();
    const { ingestFile, readings, open } = countingReader({ isOpen: false });
    const one = await openIngestion(dir, { ingestFile });
    const other = await openIngestion(dir, { ingestFile });
    const first = one.ingestion.upload({ ...keyed, files: [aFile('year\n2024')] });
    await expect.poll(() => readings).toHaveLength(1);
    const repeated = [one, other].map(({ ingestion }) => ingestion.upload({ ...keyed, files: [aFile('year\n2024')] }));
    const early = await other.ingestion.upload({ ...keyed, wait: false, files: [aFile('year\n2024')] });
    expect(early.status).toBe('PROCESSING');
    open();
    const record = await first;
    expect(record).toMatchObject({ id: early.id, status: 'READY' });
    expect(await Promise.all(repeated)).toEqual([record, record]);
    expect(readings).toHaveLength(1);
    await expectOneDataset(one, record.id);
  });

  it.each([1, 2])('is read once while the body of the first is still being sent, with %i processes', async (count) => {
    const dir = await temporaryStorage();
    const { ingestFile, readings } = countingReader();
    const services = [await openIngestion(dir, { ingestFile })];
    if (count === 2) services.push(await openIngestion(dir, { ingestFile }));
    const bodies = Array.from({ length: 6 }, () => new PassThrough());
    const uploads = bodies.map((body, index) =>
      services[index % count]!.ingestion.upload({ ...keyed, files: [aFile(body)] }),
    );
    for (const body of bodies) body.write('year\n');
    await new Promise(setImmediate);
    for (const body of bodies) body.end('2024');
    const records = await Promise.all(uploads);
    expect(new Set(records.map(({ id, status, version }) => `${id} ${status} ${version}`)).size).toBe(1);
    expect(readings).toEqual(['year\n2024']);
    await expectOneDataset(services[0]!, records[0]!.id);
  });

  it('is accepted if the first one was interrupted', async () => {
    const service = await openIngestion(await temporaryStorage());
    const cut = new PassThrough();
    const first = service.ingestion.upload({ ...keyed, files: [aFile(cut)] });
    first.catch(() => undefined);
    cut.write('year\n');
    const second = service.ingestion.upload({ ...keyed, files: [aFile('year\n2024')] });
    cut.destroy();
    await expect(first).rejects.toMatchObject({ code: 'UPLOAD_INCOMPLETE' });
    expect(await second).toMatchObject({ status: 'READY' });
    await expectOneDataset(service, (await second).id);
  });

  it.each(['before', 'after'] as const)(
    'is accepted after a process could not store the first, and lost the storage %s its change',
    async (moment) => {
      const dir = await temporaryStorage();
      const { ingestFile, readings } = countingReader();
      const [one, other] = [await openIngestion(dir, { ingestFile }), await openIngestion(dir, { ingestFile })];
      const away = () => Promise.reject(new ConcentricError('STORAGE_UNAVAILABLE', 'The disk is away.'));
      const create = one.catalog.create.bind(one.catalog);
      const lost = vi.spyOn(one.catalog, 'get').mockImplementation(away);
      vi.spyOn(one.catalog, 'create').mockImplementation(async (record) => {
        if (moment === 'after') await create(record);
        return away();
      });
      const upload = ({ ingestion }: typeof one) => ingestion.upload({ ...keyed, files: [aFile('year\n2024')] });
      await expect(upload(one)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
      lost.mockRestore();
      // What was published is recovered by another process once the first is gone.
      if (moment === 'after') {
        await one.processes.leave();
        await other.ingestion.recover();
      }
      expect(await upload(other)).toMatchObject({ status: 'READY', version: 1 });
      expect(readings).toHaveLength(1);
    },
  );

  it.each<[string, { content?: string; fileName?: string; name?: string; options?: NormalizationOptions }]>([
    ['another file', { content: 'year\n2023' }],
    ['another file name', { fileName: 'other.csv' }],
    ['another name', { name: 'Other' }],
    ['other options', { options: { headerRow: 1 } }],
  ])('returns IDEMPOTENCY_CONFLICT with %s', async (_, { content = 'year\n2024', fileName, ...different }) => {
    const { ingestFile, readings } = countingReader();
    const service = await openIngestion(await temporaryStorage(), { ingestFile });
    const { id } = await service.ingestion.upload({ ...keyed, files: [aFile('year\n2024')] });
    const file = aFile(content, fileName);
    await expect(service.ingestion.upload({ ...keyed, ...different, files: [file] })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
      details: { datasetId: id },
    });
    expect(file.stream.destroyed).toBe(true);
    expect(readings).toHaveLength(1);
    await expectOneDataset(service, id);
  });

  it('is a new upload under another principal, another key, or after a day', async () => {
    const service = await openIngestion(await temporaryStorage());
    const upload = async (more: object) =>
      (await service.ingestion.upload({ ...keyed, ...more, files: [aFile('year\n2024')] })).id;
    const first = await upload({});
    const ids = [first, await upload({ principal: 'EDITOR:other' }), await upload({ idempotencyKey: '3f1c-2' })];
    expect(new Set(ids).size).toBe(3);
    const { idempotency } = service.layout;
    for (const name of await readdir(idempotency)) {
      const claim = JSON.parse(await readFile(join(idempotency, name), 'utf8'));
      await writeFile(join(idempotency, name), JSON.stringify({ ...claim, claimedAtMs: Date.now() - 25 * 3_600_000 }));
    }
    expect(ids).not.toContain(await upload({}));
    await service.ingestion.recover();
    expect(await readdir(idempotency)).toHaveLength(1);
  });

  it('fails as the first one did, without reading its file again', async () => {
    const service = await openIngestion(await temporaryStorage());
    const upload = () =>
      service.ingestion.upload({ ...keyed, files: [aFile('bad')] }).catch((reason: ConcentricError) => reason);
    const first = (await upload()) as ConcentricError;
    expect(first).toMatchObject({ code: 'NO_TABLE', details: { datasetId: expect.any(String) } });
    expect(await upload()).toMatchObject({ code: 'NO_TABLE', message: first.message, details: first.details });
    await expectOneDataset(service, first.details.datasetId as string);
  });

  it('returns DATASET_NOT_FOUND if the dataset was deleted since', async () => {
    const { ingestion, catalog } = await openIngestion(await temporaryStorage());
    const { id } = await ingestion.upload({ ...keyed, files: [aFile('year\n2024')] });
    await catalog.delete(id);
    const repeated = ingestion.upload({ ...keyed, files: [aFile('year\n2024')] });
    await expect(repeated).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
    expect(await catalog.all()).toEqual([]);
  });

  it.each(['', '  ', 'a\nb', 'a\u202Eb', 'x'.repeat(201)])('is rejected with the key %j', async (idempotencyKey) => {
    const { ingestion } = await openIngestion(await temporaryStorage());
    const refused = ingestion.upload({ ...keyed, idempotencyKey, files: [aFile('a')] });
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { argument: 'idempotencyKey' } });
  });
});

describe('a replacement that is repeated with its idempotency key', () => {
  it('makes one version, also from another process', async () => {
    const dir = await temporaryStorage();
    const { ingestFile, readings } = countingReader();
    const one = await openIngestion(dir, { ingestFile });
    const other = await openIngestion(dir, { ingestFile });
    const { id } = await one.ingestion.upload({ ...keyed, idempotencyKey: null, files: [aFile('old')] });
    const replaced = await Promise.all(
      [one, other, one, other].map(({ ingestion }) => ingestion.replace({ ...keyed, id, files: [aFile('new')] })),
    );
    expect(replaced.map(({ version }) => version)).toEqual([2, 2, 2, 2]);
    expect(readings).toEqual(['old', 'new']);
    await one.ingestion.replace({ ...keyed, idempotencyKey: 'later', id, files: [aFile('newer')] });
    expect(await one.ingestion.replace({ ...keyed, id, files: [aFile('new')] })).toMatchObject({ version: 3 });
    expect(readings).toEqual(['old', 'new', 'newer']);
  });

  it('is a conflict with an upload, or with a replacement of another dataset, under the same key', async () => {
    const { ingestion } = await openIngestion(await temporaryStorage());
    const { id } = await ingestion.upload({ ...keyed, files: [aFile('a')] });
    const other = await ingestion.upload({ ...keyed, idempotencyKey: 'other', files: [aFile('a')] });
    await expect(ingestion.replace({ ...keyed, id, files: [aFile('a')] })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    await ingestion.replace({ ...keyed, idempotencyKey: 'r', id, files: [aFile('b')] });
    const elsewhere = ingestion.replace({ ...keyed, idempotencyKey: 'r', id: other.id, files: [aFile('b')] });
    await expect(elsewhere).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('is read again after a storage failure, but not after a failure of the file', async () => {
    let isFull = true;
    const ingestFile: IngestFile = (input) => {
      if (isFull) throw new ConcentricError('STORAGE_UNAVAILABLE', 'The disk is full.');
      return readLines(input);
    };
    const dir = await temporaryStorage();
    const { id } = await (await openIngestion(dir)).ingestion.upload({
      ...keyed,
      idempotencyKey: null,
      files: [aFile('old')],
    });
    const { ingestion } = await openIngestion(dir, { ingestFile });
    const replace = (content: string, idempotencyKey: string) =>
      ingestion.replace({ ...keyed, idempotencyKey, id, files: [aFile(content)] });
    await expect(replace('new', 'a')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    isFull = false;
    expect(await replace('new', 'a')).toMatchObject({ status: 'READY', failure: null });
    await expect(replace('bad', 'b')).rejects.toMatchObject({ code: 'NO_TABLE' });
    await expect(replace('bad', 'b')).rejects.toMatchObject({ code: 'NO_TABLE' });
  });
});
