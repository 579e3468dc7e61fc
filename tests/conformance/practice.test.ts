import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ingest } from '../support/ingest.js';

/**
 * Spreadsheets as they are exported in practice (ERP, CRM, payroll, banks, procurement, loan books, ageing lists,
 * statistical offices; thirteen languages). Beside each is its right reading, written by hand before any code read it:
 *
 *     grain MONTH                        the grain of its periods, if it has any
 *     warns MIXED_CURRENCIES             warnings that must be there
 *     Customer:text | Amount:number      the columns in order: text, code, number, date, or any (not judged)
 *     Acme | 12.5                        the rows; an empty cell is null
 */
const FOLDER = new URL('./practice/', import.meta.url);

/** Cases that are read wrongly today. A case that passes fails this suite until it is taken off the list. */
const NOT_YET = new Set<string>();

const TYPES: Record<string, RegExp> = {
  text: / STRING$/,
  code: / STRING$| IDENTIFIER INTEGER$/,
  number: / (INTEGER|DECIMAL|DOUBLE)$/,
  date: / DATE$/,
  any: /./,
};

interface Reading {
  grain?: string;
  warns: string[];
  types: string[];
  rows: (string | null)[][];
}

describe('spreadsheets of practice', () => {
  const files = readdirSync(FOLDER).filter((fileName) => !fileName.endsWith('.reading.txt'));
  for (const fileName of files) {
    const name = basename(fileName, extname(fileName));
    const reading = parseReading(readFileSync(new URL(`${name}.reading.txt`, FOLDER), 'utf8'));
    const test = NOT_YET.has(name) ? it.fails : it;
    test(name, async () => {
      const { schema, rows } = await ingest(readFileSync(new URL(fileName, FOLDER)), { fileName });
      const described = schema.columns.map(({ name: column, role, dataType }) => `${column} ${role} ${dataType}`);
      expect(described).toEqual(
        reading.types.map((type, index) => (TYPES[type]!.test(described[index] ?? '') ? described[index] : type)),
      );
      const judged = reading.types.flatMap((type, index) => (type === 'any' ? [] : [index]));
      expect(rows.map((row) => judged.map((index) => canonical(row[index] ?? null, reading.types[index]!)))).toEqual(
        reading.rows.map((row) => judged.map((index) => canonical(row[index] ?? null, reading.types[index]!))),
      );
      if (reading.grain) expect(schema.periodGrain).toBe(reading.grain);
      expect(schema.warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(reading.warns));
    });
  }

  it('lists as wrong only cases that exist', () => {
    const names = files.map((fileName) => basename(fileName, extname(fileName)));
    expect([...NOT_YET].filter((name) => !names.includes(name))).toEqual([]);
  });
});

function parseReading(text: string): Reading {
  const reading: Reading = { warns: [], types: [], rows: [] };
  for (const line of text.trimEnd().split('\n')) {
    const [word = '', value = ''] = line.split(' ');
    const cells = line.split('|').map((cell) => cell.trim() || null);
    if (word === 'grain') reading.grain = value;
    else if (word === 'warns') reading.warns.push(value);
    else if (reading.types.length === 0) reading.types = cells.map((cell) => cell?.split(':').pop() ?? 'any');
    else reading.rows.push(cells);
  }
  return reading;
}

function canonical(cell: string | null, type: string): string | number | null {
  return cell !== null && type === 'number' ? Number(cell) : cell;
}
