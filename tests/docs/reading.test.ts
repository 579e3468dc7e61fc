import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { WarningCode } from '../../src/model/schema.js';

const page = readFileSync(new URL('../../docs/reading.md', import.meta.url), 'utf8');
const READING_CODES =
  'EMPTY_FILE UNSUPPORTED_FORMAT UNREADABLE_FILE NO_TABLE SHEET_NOT_FOUND TOO_MANY_COLUMNS FILE_TOO_LARGE INVALID_OPTION INVALID_INPUT UPLOAD_INCOMPLETE BAD_MULTIPART_REQUEST OVERLOADED STORAGE_UNAVAILABLE';

it('docs/reading.md lists every warning and every refusal of a file, with cause and remedy', () => {
  for (const code of [...Object.keys(WarningCode), ...READING_CODES.split(' ')]) {
    expect(page).toMatch(new RegExp(`^\\|[^|]*\`${code}\`[^|]*\\|[^|]+\\|[^|]+\\|$`, 'm'));
  }
});
