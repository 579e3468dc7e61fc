import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { MIN_OPEN_FILES, maxOpenFiles, requireOpenFiles } from '../../src/storage/open-files.js';

const limits = (soft: string) => () =>
  `Limit                     Soft Limit           Hard Limit           Units     \nMax open files            ${soft}                 4096                 files     \n`;

it('reads the limit that the system states', () => {
  expect(maxOpenFiles(limits('1024'))).toBe(1024);
  expect(maxOpenFiles(limits('unlimited'))).toBe(Number.POSITIVE_INFINITY);
  expect(maxOpenFiles(() => 'something else')).toBeNull();
  expect(
    maxOpenFiles(() => {
      throw new Error('no /proc');
    }),
  ).toBeNull();
});

it('refuses a limit that is too low and says how to raise it', () => {
  expect(() => requireOpenFiles(MIN_OPEN_FILES - 1)).toThrow(/may open 255 files; it needs at least 256\. .*ulimit -n/);
  expect(() => requireOpenFiles(MIN_OPEN_FILES)).not.toThrow();
  expect(() => requireOpenFiles(null)).not.toThrow();
});

it('ends the start with one line under ulimit -n 100', async () => {
  const start = promisify(execFile)('sh', ['-c', `ulimit -n 100; exec "${process.execPath}" dist/src/main.js`], {
    env: { PATH: process.env.PATH, PORT: '0' },
  });
  await expect(start).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^This process may open 100 files; .*\n$/),
  });
}, 30_000);
