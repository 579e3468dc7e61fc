import { describe, expect, it } from 'vitest';
import type { Revision } from '../../../src/catalog/records/records.js';
import { readRevisionText, revisionText } from '../../../src/catalog/records/revision-text.js';

const failed = (code: string) =>
  ({
    id: 'ds_a',
    revision: 1,
    source: {},
    pending: null,
    earlier: [],
    failure: { code, message: 'm' },
  }) as never as Revision;

describe('readRevisionText', () => {
  it.each([
    ['EMPTY_FILE', 'EMPTY_FILE'],
    ['GONE_SINCE', 'INTERNAL_SERVER_ERROR'],
    ['toString', 'INTERNAL_SERVER_ERROR'],
  ])('reads the failure code %s as %s, with and without a checksum', (code, expected) => {
    const revision = failed(code);
    for (const text of [revisionText(revision), JSON.stringify(revision)]) {
      expect(readRevisionText(Buffer.from(text))).toMatchObject({ failure: { code: expected, message: 'm' } });
    }
  });
});
