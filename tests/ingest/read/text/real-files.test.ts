import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../../../src/duckdb/connection.js';
import type { Engine } from '../../../../src/duckdb/engine.js';
import { columnNames } from '../../../../src/ingest/cells/column-names.js';
import { detectFormat } from '../../../../src/ingest/intake/detect-format.js';
import { readText } from '../../../../src/ingest/read/text/read-text.js';
import { openTestEngine } from '../../../support/read-source.js';

const SHARED = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));

/** What `X.expected.json` says of the reading of X. */
interface Expectation {
  row_count: number;
  encoding: string;
  delimiter: string;
  header_row: number;
  columns: { position: number; normalized_name: string }[];
}

const FILES = {
  'gdp_long_year.csv': 'CSV',
  'global_superstore_decimal_comma.tsv': 'TSV',
  'leeds_spend_2012-10_raw.csv': 'CSV',
  'montpellier_budget_latin1_semicolon.csv': 'CSV',
  'salford_spend_year_quarter.csv': 'CSV',
  'sp500_constituents_financials.csv': 'CSV',
  'us_ag_exports_2011.csv': 'CSV',
  'us_births_ssa_2000_2014.csv': 'CSV',
  'vega_disasters_year.csv': 'CSV',
  'vendee_2017_ragged_cp1252.csv': 'CSV',
  'voter_registrations_year_month.csv': 'CSV',
  'worldbank_gdp_wide_bom.csv': 'CSV',
} as const;

describe.skipIf(!existsSync(SHARED))('readText on real files (../shared/data; skipped where that is absent)', () => {
  const workFolder = mkdtempSync(join(tmpdir(), 'real-'));
  let engine: Engine;
  let connection: Connection;
  beforeAll(async () => {
    engine = await openTestEngine(workFolder);
    connection = await engine.connect();
  });
  afterAll(async () => {
    await connection.close();
    engine.close();
    rmSync(workFolder, { recursive: true });
  });

  it.each(Object.entries(FILES))('reads %s', async (name, format) => {
    const path = join(SHARED, name);
    const expected: Expectation = JSON.parse(readFileSync(path.replace(/\.\w+$/, '.expected.json'), 'utf8'));
    expect(await detectFormat(path, name)).toBe(format);
    const table = await readText(connection, { path, options: {}, workFolder });
    expect(table.rowCount).toBe(expected.row_count);
    expect(table.reading.delimiter).toBe(expected.delimiter === 'TAB' ? '\t' : expected.delimiter);
    expect(expected.encoding).toContain(table.reading.encoding);
    expect(table.reading.headerRow).toBe(expected.header_row);
    const names = columnNames(table.headers);
    for (const { position, normalized_name } of expected.columns) expect(names[position - 1]).toBe(normalized_name);
  });

  it('keeps both title lines of the World Bank file, and drops the empty column at its end', async () => {
    const path = join(SHARED, 'worldbank_gdp_wide_bom.csv');
    const { headers, reading, rowsLeftOut } = await readText(connection, { path, options: {}, workFolder });
    expect(headers).toHaveLength(68);
    expect(headers.at(-1)).toBe('2023');
    expect(reading.titleRows).toEqual([
      ['Data Source', 'World Development Indicators'],
      ['Last Updated Date', '2024-06-28'],
    ]);
    expect(rowsLeftOut).toContainEqual({ reason: 'BLANK', count: 2, rows: [2, 4] });
  });

  it('warns that the amounts of the Vendée file are split at their decimal commas', async () => {
    const path = join(SHARED, 'vendee_2017_ragged_cp1252.csv');
    const { headers, warnings } = await readText(connection, { path, options: {}, workFolder });
    expect(headers).toHaveLength(15);
    expect(warnings.map(({ code, count }) => [code, count])).toEqual([
      ['RAGGED_ROWS', 21],
      ['RAGGED_ROWS', 2],
    ]);
    expect(warnings[0]!.message).toContain('more cells than the 14 in the header');
    expect(warnings[1]!.message).toContain('row 22 (17 cells');
  });
});
