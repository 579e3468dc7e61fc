import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ifPresent, withStorage } from '../../src/storage/storage-errors.js';

const systemError = (code: string) => Object.assign(new Error(`${code}: as the system says it`), { code });

it.each(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'EMFILE'])(
  '%s is an unavailable storage',
  async (code) => {
    const cause = systemError(code);
    const error = await withStorage('Storing the upload', () => Promise.reject(cause)).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'STORAGE_UNAVAILABLE', cause });
    expect(error.message).toMatch(/^Storing the upload failed: /);
  },
);

it('other errors pass unchanged', async () => {
  for (const error of [systemError('ENOENT'), new TypeError('a fault of ours'), 'text']) {
    await expect(withStorage('Storing', () => Promise.reject(error))).rejects.toBe(error);
  }
});

it('what is not there is undefined, any other error an error', async () => {
  expect(await ifPresent(() => readFile('/nowhere/at/all'))).toBeUndefined();
  await expect(ifPresent(() => readFile('/'))).rejects.toMatchObject({ code: 'EISDIR' });
});
