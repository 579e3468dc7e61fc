import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deleteDataset } from '../../src/catalog/delete-dataset.js';
import { probeStorage, requireRoom, storageRoom } from '../../src/storage/free-space.js';
import { StorageReserve } from '../../src/storage/reserve.js';
import { aFile, openIngestion, waiting } from '../ingest/jobs/open-ingestion.js';

const systemError = (code: string) => Object.assign(new Error(code), { code });

/** A file system of its own, of four megabytes; null where this user may not mount one. */
function smallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'concentric-small-disk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}

async function fill(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  writeFileSync(join(folder, 'filler'), Buffer.alloc(bavail * bsize, 'x'));
  expect((await statfs(folder)).bavail).toBe(0);
}

describe('a full disk', () => {
  it('allows deletions on a full disk, repeatedly, and restores its reserve afterwards', async (context) => {
    const disk = smallDisk();
    if (disk === null) return context.skip('needs the right to mount a file system');
    const { catalog, bytes, layout, processes, log, ingestion } = await openIngestion(disk, { maxUploadBytes: 1e6 });
    const reserve = new StorageReserve(layout, processes.owner, log);
    await reserve.fill();
    const ids = [];
    for (const content of ['a', 'b', 'c']) {
      ids.push((await ingestion.upload({ ...waiting, files: [aFile(content.repeat(200_000))] })).id);
    }
    for (const id of ids) {
      await fill(disk);
      await expect(catalog.delete(id)).rejects.toMatchObject({
        code: 'STORAGE_UNAVAILABLE',
        cause: { code: 'ENOSPC' },
      });
      await deleteDataset(id, { catalog, bytes, reserve });
      expect(await catalog.get(id)).toBeNull();
      expect((await readdir(layout.dataset(id))).every((name) => name.startsWith('dataset.'))).toBe(true);
      rmSync(join(disk, 'filler'));
      await reserve.fill();
      expect(existsSync(layout.reserve)).toBe(true);
    }
  });

  it('is not ready on a full disk, although an empty file can be created', async (context) => {
    const disk = smallDisk();
    if (disk === null) return context.skip('needs the right to mount a file system');
    const { layout } = await openIngestion(disk);
    await probeStorage(layout, disk);
    await fill(disk);
    writeFileSync(join(disk, 'empty'), '');
    await expect(probeStorage(layout, disk)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect((await readdir(disk)).filter((name) => name.startsWith('probe'))).toEqual([]);
    expect(await storageRoom(disk, 1000)).toEqual({ freeBytes: 0, minFreeBytes: 1000 });
  });
});

describe('the reserve', () => {
  const openReserve = async () => {
    const { layout, processes, log } = await openIngestion(mkdtempSync(join(tmpdir(), 'concentric-test-')));
    onTestFinished(() => rmSync(layout.root, { recursive: true, force: true }));
    const reserve = new StorageReserve(layout, processes.owner, log);
    await reserve.fill();
    return { reserve, layout };
  };

  it.each(['ENOSPC', 'EDQUOT'])('is released if the work fails with %s, and the work is repeated', async (code) => {
    const { reserve, layout } = await openReserve();
    const attempts: boolean[] = [];
    const work = async (isSecondAttempt: boolean) => {
      attempts.push(isSecondAttempt);
      if (existsSync(layout.reserve)) throw new Error('could not be written', { cause: systemError(code) });
      return 'done';
    };
    expect(await reserve.during(work)).toBe('done');
    expect(attempts).toEqual([false, true]);
    expect(existsSync(layout.reserve)).toBe(true);
  });

  it('is kept if the work fails for another reason', async () => {
    const { reserve, layout } = await openReserve();
    await expect(reserve.during(() => Promise.reject(systemError('EIO')))).rejects.toMatchObject({ code: 'EIO' });
    expect(existsSync(layout.reserve)).toBe(true);
  });
});

it('returns STORAGE_UNAVAILABLE with both figures below MIN_FREE_BYTES', () => {
  expect(() => requireRoom({ freeBytes: 10, minFreeBytes: 10 })).not.toThrow();
  expect(() => requireRoom({ freeBytes: 9, minFreeBytes: 10 })).toThrow(
    expect.objectContaining({ code: 'STORAGE_UNAVAILABLE', details: { freeBytes: 9, minFreeBytes: 10 } }),
  );
});
