import fc from 'fast-check';
import { expect, it } from 'vitest';
import { safeName } from '../../src/storage/safe-name.js';

it.each([
  ['sales 2024.csv', 'sales 2024.csv'],
  ['名前.xlsx', '名前.xlsx'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\sales.csv', 'sales.csv'],
  ['.htaccess', 'htaccess'],
  ['...', 'file'],
  ['', 'file'],
  ['/', 'file'],
  ['a\u0000b\nc.csv', 'abc.csv'],
  ['invoice\u202Evsc.exe', 'invoicevsc.exe'],
  ['a:b*c?.csv', 'a_b_c_.csv'],
  [`${'x'.repeat(300)}.csv`, `${'x'.repeat(96)}.csv`],
  [`${'é'.repeat(300)}.csv`, `${'é'.repeat(48)}.csv`],
  [`a.${'x'.repeat(300)}`, `a.${'x'.repeat(98)}`],
])('%j becomes %j', (given, safe) => {
  expect(safeName(given)).toBe(safe);
});

it('is a name of 1 to 100 bytes without separators, controls or leading dots, for any input', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
      const safe = safeName(given);
      expect(Buffer.byteLength(safe)).toBeGreaterThan(0);
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(100);
      expect(safe).not.toMatch(/[/\\\p{Cc}]|^\./u);
    }),
  );
});
