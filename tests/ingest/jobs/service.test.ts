import { readdir, readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { IngestFile } from '../../../src/ingest/pipeline.js';
import { filesIn } from '../../../src/storage/layout.js';
import { temporaryStorage } from '../../catalog/open-storage.js';
import { aFile, openIngestion, readLines, waiting } from './open-ingestion.js';

type Service = Awaited<ReturnType<typeof openIngestion>>;

/** Everything in the dataset's folder but its revision files. */
async function leftovers({ layout }: Service, id: string) {
  return (await readdir(layout.dataset(id))).filter((name) => !name.startsWith('dataset.'));
}

const isRead = (service: Service, id: string) =>
  expect.poll(async () => (await service.catalog.get(id))?.pending, { timeout: 10_000 }).toBeNull();

/** An ingestFile that waits at each file until it is released. */
function gated() {
  const started: string[] = [];
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const ingestFile: IngestFile = async (input) => {
    started.push(await readFile(input.sources[0]!.path, 'utf8'));
    await gate;
    return readLines(input);
  };
  return { ingestFile, started, letGo };
}

describe('an upload', () => {
  it('becomes a READY dataset, named after its file, with the source and the rows', async () => {
    const service = await openIngestion(await temporaryStorage());
    const record = await service.ingestion.upload({
      ...waiting,
      files: [aFile('year,amount\n2024,1', 'Sales 2024.csv')],
    });
    expect(record).toMatchObject({
      name: 'Sales 2024',
      status: 'READY',
      version: 1,
      failure: null,
      pending: null,
      rowCount: 2,
      columnCount: 2,
      source: {
        fileName: 'Sales 2024.csv',
        format: 'CSV',
        sizeBytes: 18,
        encoding: 'utf-8',
        delimiter: ',',
        headerRow: 1,
      },
    });
    expect(await service.catalog.get(record.id)).toEqual(record);
    expect(await service.rows(record)).toBe('YEAR,AMOUNT\n2024,1');
    const version = service.layout.version(record.id, 1);
    expect((await readdir(version)).sort()).toEqual(['lineage.json', 'normalized.parquet', 'schema.json', 'source']);
    expect(await readFile(filesIn.source(version, { fileName: 'Sales 2024.csv' }), 'utf8')).toBe('year,amount\n2024,1');
    expect(await leftovers(service, record.id)).toEqual(['v1']);
  });

  it('takes the requested name, and rejects a blank or too long one', async () => {
    const { ingestion, layout } = await openIngestion(await temporaryStorage());
    const named = await ingestion.upload({ ...waiting, files: [aFile('a')], name: '  Umsätze  ' });
    expect(named.name).toBe('Umsätze');
    for (const name of ['', '   ', 'x'.repeat(201)]) {
      await expect(ingestion.upload({ ...waiting, files: [aFile('a')], name })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
    }
    expect((await readdir(layout.datasets)).filter((entry) => entry.startsWith('ds_'))).toEqual([named.id]);
  });

  it('is acknowledged when it is durable, and READY later, if the client does not wait', async () => {
    const { ingestFile, letGo } = gated();
    const service = await openIngestion(await temporaryStorage(), { ingestFile });
    const record = await service.ingestion.upload({ wait: false, options: {}, files: [aFile('year\n2024')] });
    expect(record).toMatchObject({ status: 'PROCESSING', version: 1, source: { sizeBytes: 9 } });
    letGo();
    await isRead(service, record.id);
    expect(await service.catalog.get(record.id)).toMatchObject({ status: 'READY', version: 1, rowCount: 2 });
  });

  it.each([
    ['is empty', () => aFile(''), 'EMPTY_FILE'],
    ['is too large', () => aFile('x'.repeat(1001)), 'FILE_TOO_LARGE'],
    ['is of no known format', () => aFile('<html>'), 'UNSUPPORTED_FORMAT'],
    ['breaks off', () => aFile(new Readable({ read: () => undefined }).destroy()), 'UPLOAD_INCOMPLETE'],
  ])('leaves no files if it %s', async (_, file, code) => {
    const { ingestion, layout, catalog } = await openIngestion(await temporaryStorage());
    await expect(ingestion.upload({ ...waiting, files: [file()] })).rejects.toMatchObject({ code });
    expect(await readdir(layout.datasets)).toEqual(['catalog.log']);
    expect((await catalog.list({ first: 1, orderBy: 'NAME' })).totalCount).toBe(0);
  });

  it('is FAILED with a reason if it cannot be read, and can be read again with other options', async () => {
    const service = await openIngestion(await temporaryStorage());
    const upload = service.ingestion.upload({ ...waiting, files: [aFile('bad\n1')] });
    const error = await upload.catch((reason) => reason);
    expect(error).toMatchObject({ code: 'NO_TABLE', details: { datasetId: expect.any(String) } });
    const { datasetId: id } = error.details;
    expect(await service.catalog.get(id)).toMatchObject({
      status: 'FAILED',
      version: 1,
      rowCount: null,
      failure: { code: 'NO_TABLE', message: 'No table in it.' },
      source: { fileName: 'sales.csv' },
    });

    const record = await service.ingestion.normalize({ id, wait: true, options: { headerRow: 1 } });
    expect(record).toMatchObject({ status: 'READY', version: 2, failure: null, rowCount: 2 });
    expect(await service.rows(record)).toBe('BAD\n1');
    expect(await leftovers(service, id)).toEqual(['v2']);
  });

  it('is FAILED after an internal error, whose details are only logged', async () => {
    const service = await openIngestion(await temporaryStorage());
    const { id } = await service.ingestion.upload({ wait: false, options: {}, files: [aFile('bug')] });
    await expect.poll(() => service.logged).toMatchObject([{ err: { message: 'x is undefined' }, datasetId: id }]);
    const record = await service.catalog.get(id);
    expect(record).toMatchObject({ status: 'FAILED', failure: { code: 'INTERNAL_SERVER_ERROR' } });
    expect(record?.failure?.message).not.toContain('undefined');
    await expect(service.ingestion.upload({ ...waiting, files: [aFile('bug')] })).rejects.toBeInstanceOf(TypeError);
  });

  it('is rejected while a hundred files are in progress', async () => {
    const { ingestFile, letGo } = gated();
    const { ingestion } = await openIngestion(await temporaryStorage(), { ingestFile });
    const request = { wait: false, options: {} };
    for (let n = 0; n < 100; n++) await ingestion.upload({ ...request, files: [aFile('a')] });
    const refused = aFile('a');
    await expect(ingestion.upload({ ...request, files: [refused] })).rejects.toMatchObject({ code: 'OVERLOADED' });
    expect(refused.stream.destroyed).toBe(true);
    letGo();
  });
});

describe('a replacement', () => {
  it('is the next version; the version before stays on disk', async () => {
    const service = await openIngestion(await temporaryStorage());
    const { id } = await service.ingestion.upload({ ...waiting, files: [aFile('old', 'old.csv')] });
    const record = await service.ingestion.replace({ ...waiting, id, files: [aFile('new', 'new.csv')] });
    expect(record).toMatchObject({ id, version: 2, name: 'old', source: { fileName: 'new.csv' } });
    expect(await service.rows(record)).toBe('NEW');
    expect(await leftovers(service, id)).toEqual(['v1', 'v2']);
  });

  it('leaves the dataset READY on its version with the failure if it cannot be read', async () => {
    const service = await openIngestion(await temporaryStorage());
    const { id } = await service.ingestion.upload({ ...waiting, files: [aFile('old')] });
    await expect(service.ingestion.replace({ ...waiting, id, files: [aFile('bad')] })).rejects.toMatchObject({
      code: 'NO_TABLE',
      details: { datasetId: id },
    });
    const record = (await service.catalog.get(id))!;
    expect(record).toMatchObject({ status: 'READY', version: 1, failure: { code: 'NO_TABLE' }, pending: null });
    expect(await service.rows(record)).toBe('OLD');
    expect(await leftovers(service, id)).toEqual(['v1']);

    const again = await service.ingestion.replace({ ...waiting, id, files: [aFile('new')] });
    expect(again).toMatchObject({ version: 2, failure: null });
  });

  it('replaces a FAILED upload', async () => {
    const service = await openIngestion(await temporaryStorage());
    const error = await service.ingestion.upload({ ...waiting, files: [aFile('bad')] }).catch((reason) => reason);
    const id: string = error.details.datasetId;
    expect(await service.ingestion.replace({ ...waiting, id, files: [aFile('good')] })).toMatchObject({
      status: 'READY',
    });
    expect(await leftovers(service, id)).toEqual(['v2']);
  });

  it('is rejected before a byte is read if the dataset is unknown', async () => {
    const { ingestion } = await openIngestion(await temporaryStorage());
    let wasRead = false;
    const stream = new Readable({
      read() {
        wasRead = true;
      },
    });
    const unknown = { ...waiting, id: 'ds_0000000000000000000000', files: [aFile(stream)] };
    await expect(ingestion.replace(unknown)).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
    expect(wasRead).toBe(false);
    expect(stream.destroyed).toBe(true);
  });

  it('leaves only the highest version after ten concurrent replacements', async () => {
    const service = await openIngestion(await temporaryStorage());
    const { id } = await service.ingestion.upload({ ...waiting, files: [aFile('0')] });
    const files = Array.from({ length: 10 }, (_, n) => `file ${n}`);
    const records = await Promise.all(
      files.map((content) => service.ingestion.replace({ ...waiting, id, files: [aFile(content)] })),
    );
    const last = (await service.catalog.get(id))!;
    expect(last).toMatchObject({ status: 'READY', version: 11, pending: null });
    for (const record of records) expect(record.version).toBeLessThanOrEqual(11);
    expect(files.map((content) => content.toUpperCase())).toContain(await service.rows(last));
    expect((await leftovers(service, id)).every((name) => /^v\d+$/.test(name))).toBe(true);
  });

  it('waits until the first upload has been read', async () => {
    const { ingestFile, letGo } = gated();
    const service = await openIngestion(await temporaryStorage(), { ingestFile });
    const { id } = await service.ingestion.upload({ wait: false, options: {}, files: [aFile('first')] });
    const second = service.ingestion.replace({ ...waiting, id, files: [aFile('second')] });
    letGo();
    expect(await second).toMatchObject({ status: 'READY', version: 2 });
    expect(await service.rows(await second)).toBe('SECOND');
    await isRead(service, id);
  });
});

describe('a normalization', () => {
  it('reads the newest file again through a link, without a copy', async () => {
    const { ingestion, layout } = await openIngestion(await temporaryStorage());
    const { id } = await ingestion.upload({ ...waiting, files: [aFile('year\n2024')] });
    const record = await ingestion.normalize({ id, wait: true, options: { headerRow: 1 } });
    expect(record).toMatchObject({ version: 2, source: { fileName: 'sales.csv', sizeBytes: 9 } });
    const [old, current] = [1, 2].map((version) =>
      filesIn.source(layout.version(id, version), { fileName: 'sales.csv' }),
    );
    expect((await stat(current!)).ino).toBe((await stat(old!)).ino);
  });

  it('keeps the overrides that fit the new version', async () => {
    const service = await openIngestion(await temporaryStorage());
    const { id } = await service.ingestion.upload({ ...waiting, files: [aFile('a,b\n1,2')] });
    const override = (name: string) => ({ name, role: 'TEXT' as const, label: null, description: null });
    await service.catalog.saveSchema(id, { columns: [override('a'), override('b')] });
    const same = await service.ingestion.normalize({ id, wait: true, options: {} });
    expect(same.overrides?.columns).toEqual([override('a'), override('b')]);
    const other = await service.ingestion.replace({ ...waiting, id, files: [aFile('b,c\n1,2')] });
    expect(other.overrides?.columns).toEqual([override('b')]);
  });

  it('reads the replacement that is still in progress', async () => {
    const { ingestFile, letGo } = gated();
    const service = await openIngestion(await temporaryStorage(), { ingestFile });
    const first = service.ingestion.upload({ ...waiting, files: [aFile('old')] });
    letGo();
    const { id } = await first;
    await service.ingestion.replace({ wait: false, options: {}, id, files: [aFile('new')] });
    const record = await service.ingestion.normalize({ id, wait: true, options: { headerRow: 1 } });
    expect(await service.rows(record)).toBe('NEW');
    expect(record.version).toBe(3);
  });

  it('records the reason of each version, and keeps those of earlier versions', async () => {
    const service = await openIngestion(await temporaryStorage());
    const { ingestion, catalog } = service;
    const failing = ingestion.upload({ ...waiting, files: [aFile('bad,file')] });
    const { id } = await failing.catch(({ details }) => ({ id: details.datasetId as string }));
    const first = await ingestion.normalize({ id, wait: true, options: { headerRow: 1 } });
    expect(first).toMatchObject({ version: 2, publication: { reason: 'UPLOAD' }, earlier: [] });
    await catalog.saveSchema(id, { columns: [{ name: 'file', role: 'TEXT', description: null }] });
    await ingestion.replace({ ...waiting, id, files: [aFile('a,b\n1,2', 'new.csv')] });
    const last = await ingestion.normalize({ id, wait: true, options: { headerRow: 1 } });
    expect(last).toMatchObject({
      ...{ version: 4, publication: { reason: 'NORMALIZE' }, overrides: null },
      earlier: [
        { version: 3, publication: { reason: 'REPLACE' }, rowCount: 2, source: { fileName: 'new.csv' } },
        { version: 2, publication: first.publication, rowCount: 1, overrides: { columns: [{ name: 'file' }] } },
      ],
    });
  });

  it('writes the same schema.json for the same file in every dataset and version', async () => {
    const { ingestion, layout } = await openIngestion(await temporaryStorage());
    const one = await ingestion.upload({ ...waiting, files: [aFile('a,b\n1,2')] });
    const two = await ingestion.upload({ ...waiting, files: [aFile('a,b\n1,2', 'other.csv')] });
    const three = await ingestion.normalize({ id: two.id, wait: true, options: {} });
    const texts = await Promise.all(
      [one, two, three].map(({ id, version }) => readFile(layout.schema(id, version), 'utf8')),
    );
    expect(texts[1]).toBe(texts[0]);
    expect(texts[2]).toBe(texts[0]);
  });
});

describe('a dataset that is deleted while a file is being read for it', () => {
  it('stays deleted and leaves no files', async () => {
    const { ingestFile, letGo, started } = gated();
    const service = await openIngestion(await temporaryStorage(), { ingestFile });
    const upload = service.ingestion.upload({ ...waiting, files: [aFile('year\n2024')] });
    await expect.poll(() => started).toHaveLength(1);
    const [id] = (await readdir(service.layout.datasets)).filter((name) => name.startsWith('ds_'));
    await service.catalog.delete(id!);
    letGo();
    await expect(upload).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
    expect(await leftovers(service, id!)).toEqual([]);
    expect(service.logged).toEqual([]);
  });
});

describe('a shutdown', () => {
  it('waits for running jobs, leaves waiting ones to the next start, and rejects new files', async () => {
    const { ingestFile, letGo, started } = gated();
    const dir = await temporaryStorage();
    const service = await openIngestion(dir, { ingestFile });
    const uploads = ['a', 'b', 'c'].map((content) => service.ingestion.upload({ ...waiting, files: [aFile(content)] }));
    const outcomes = Promise.allSettled(uploads);
    await expect.poll(() => started).toHaveLength(2);
    await expect.poll(async () => (await service.catalog.all()).length).toBe(3);

    const drained = service.ingestion.drain();
    await expect(service.ingestion.upload({ ...waiting, files: [aFile('d')] })).rejects.toMatchObject({
      code: 'OVERLOADED',
    });
    letGo();
    await drained;
    expect((await outcomes).map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    await service.processes.leave();

    const next = await openIngestion(dir);
    await next.ingestion.recover();
    await expect
      .poll(async () => (await next.catalog.all()).map(({ status }) => status))
      .toEqual(['READY', 'READY', 'READY']);
  });
});
