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
