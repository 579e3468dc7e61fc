import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractTables } from '../../../../src/ingest/read/workbook/extract-table.js';
import { readWorkbook } from '../../../../src/ingest/read/workbook/read-workbook.js';
import { ConcentricError } from '../../../../src/model/errors.js';
import { plainRows, rawParts } from '../../../support/raw-workbook.js';
import { inTemporaryFolder, readSource } from '../../../support/read-source.js';
import { zipFile } from '../../../support/zip-file.js';

const TABLE = plainRows([
  ['name', 'value'],
  ['ACME', 5],
]);

/** Without the worker and DuckDB around it, which refusals never reach. */
const extract = (file: Buffer) =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, 'source.xlsx');
    await writeFile(path, file);
    return extractTables({ path, csvPath: join(folder, 'rows.csv') });
  });
it('passes on code, message and details of an error in the worker', async () => {
  await expect(readSource(readWorkbook, Buffer.from('<html>'))).rejects.toMatchObject({
    code: 'UNREADABLE_FILE',
    message: expect.stringMatching(/^The workbook cannot be read: the file is not a valid zip archive/),
    details: { part: 'the file' },
  });
});

describe('damaged workbooks', () => {
  const workbook = rawParts({
    sheets: [
      {
        data: `${TABLE}<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" s="1"><v>44197</v></c></row><row r="9"><c t="b"><v>1</v></c></row>`,
        after: '<mergeCells><mergeCell ref="A3:B4"/></mergeCells>',
      },
      { name: 'B', data: TABLE },
    ],
    strings: '<si><r><t>shared</t></r></si>',
    formats: [0, 'yyyy-mm-dd'],
  });
  const readOrRefused = async (file: Buffer) => {
    try {
      await extract(file);
    } catch (error) {
      expect(error).toBeInstanceOf(ConcentricError);
    }
  };

  it('are read or rejected with a code, whichever bytes of the archive are lost', async () => {
    const file = zipFile(workbook);
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 0, max: 255 }), fc.boolean(), (at, byte, cut) => {
        const damaged = cut ? file.subarray(0, at) : Buffer.from(file);
        if (!cut) damaged[at] = byte;
        return readOrRefused(damaged);
      }),
      { numRuns: 200 },
    );
  });

  it('are read or rejected with a code, whichever piece of their XML is lost, doubled or replaced', async () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '"',
      '/',
      '&',
      '</c>',
      '<row r="2">',
      '<v>',
      '',
      'r="ZZZ9"',
      '\u0000',
      '<!--',
      ']]>',
      '<is><t>',
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), fc.nat(1e6), fc.nat(40), pieces, async (which, place, length, piece) => {
        const parts = [...workbook];
        const index = which % parts.length;
        const text = parts[index]!.data.toString();
        const at = place % (text.length + 1);
        parts[index] = { ...parts[index]!, data: text.slice(0, at) + piece + text.slice(at + length) };
        await readOrRefused(zipFile(parts));
      }),
      { numRuns: 300 },
    );
  });
});
