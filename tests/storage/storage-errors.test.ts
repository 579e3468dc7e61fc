import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ifPresent, withStorage } from '../../src/storage/storage-errors.js';

const systemError = (code: string) => Object.assign(new Error(`${code}: as the system says it`), { code });

it.each(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'EFBIG', 'EMFILE'])(
  '%s is an unavailable storage',
  async (code) => {
    const cause = systemError(code);
    const error = await withStorage('Storing the upload', () => Promise.reject(cause)).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'STORAGE_UNAVAILABLE', cause });
    expect(error.message).toMatch(/^Storing the upload failed: /);
  },
);

it.each([
  'IO Error: Could not write file "/x/normalized.parquet": No space left on device',
  'IO Error: Cannot open file "/x": Too many open files\n\nmore',
])('so is what DuckDB says of it: %s', async (message) => {
  const cause = new Error(message);
  await expect(withStorage('Reading the file', () => Promise.reject(cause))).rejects.toMatchObject({
    code: 'STORAGE_UNAVAILABLE',
    cause,
  });
});

it('returns other errors unchanged', async () => {
  const cell = new Error('Conversion Error: Could not convert "No space left on device"');
  for (const error of [systemError('ENOENT'), new TypeError('a fault of ours'), 'text', cell]) {
    await expect(withStorage('Storing', () => Promise.reject(error))).rejects.toBe(error);
  }
});

it('reports STORAGE_UNAVAILABLE if a thread cannot start because no file can be opened', async () => {
  const cause = Object.assign(new Error('Worker initialization failure: EMFILE'), { code: 'ERR_WORKER_INIT_FAILED' });
  await expect(withStorage('Reading the file', () => Promise.reject(cause))).rejects.toMatchObject({
    code: 'STORAGE_UNAVAILABLE',
    message: expect.stringContaining('too many files open'),
  });
});

it('returns undefined for a missing file and throws any other error', async () => {
  expect(await ifPresent(() => readFile('/nowhere/at/all'))).toBeUndefined();
  await expect(ifPresent(() => readFile('/'))).rejects.toMatchObject({ code: 'EISDIR' });
});
