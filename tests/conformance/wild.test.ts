import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { suggestAnalyses } from '../../src/analysis/suggest/suggestions.js';
import { type Ingested, ingest } from '../support/ingest.js';

/**
 * Small inputs made after public bug reports of people who load spreadsheets, one or two a kind, with what a careful
 * analyst expects of each. They are read where they are, outside the project.
 */
const WILD = fileURLToPath(new URL('../../../shared/data/wild', import.meta.url));

interface Expectation {
  expect_text: string;
  /** What is right in words, where several readings are. */
  expected_outcome?: string;
  row_count?: number;
  columns?: { normalized_name: string }[];
  period_grain?: string;
  warnings?: string[];
  first_suggestion?: { group_by: string; value: string };
  analyses: { group_by: string; value: string; TOTAL?: { total?: string; entities?: number } }[];
}

/** Their list of columns names only those that the case is about. */
const PARTIAL_COLUMNS = new Set([
  '101_thai_sara_am_header',
  '104_side_total_labels_average_only',
  '12_side_by_side_tables',
]);

/** Cases that are read wrongly today. A case that passes fails this suite until it is taken off the list. */
const NOT_YET = new Set<string>([]);

/** Their point is the first suggestion. */
const FIRST_SUGGESTIONS: Readonly<Record<string, [groupBy: string, value: string]>> = {
  r_02_bilingual_header_slash: ['beneficiaire_beneficiary', 'montant_amount'],
  x_04_one_long_name: ['applicant', 'amount'],
};

/** Their expectation is that of the rows with their sums; those are left out unless it is requested. */
const WITH_SUMS: Readonly<Record<string, { leftOut: number; total: number }>> = {
  r_03_total_with_unit: { leftOut: 4, total: 1776 },
  x_07_totals_with_line_end: { leftOut: 3, total: 400 },
};

const cases = existsSync(WILD)
  ? readdirSync(WILD)
      .filter((name) => !name.endsWith('.expected.json'))
      .map((fileName) => {
        const name = fileName.replace(/\.\w+$/, '');
        const expected: Expectation = JSON.parse(readFileSync(join(WILD, `${name}.expected.json`), 'utf8'));
        return { name, fileName, expected };
      })
      .filter(({ expected }) => expected.expected_outcome === undefined)
  : [];

describe.skipIf(cases.length === 0)('inputs from the wild (../shared/data/wild; skipped where that is absent)', () => {
  for (const { name, fileName, expected } of cases) {
    const test = NOT_YET.has(name) ? it.fails : it;
    test(`${name}: ${expected.expect_text}`, async () => {
      const content = readFileSync(join(WILD, fileName));
      const found = await ingest(content, { fileName, options: name in WITH_SUMS ? { subtotals: 'KEEP' } : {} });
      if (FIRST_SUGGESTIONS[name]) {
        const [first] = suggestAnalyses({ ...found.schema, datasetId: 'ds', version: 1 });
        expect([...first!.groupBy, first!.value]).toEqual(FIRST_SUGGESTIONS[name]);
      }
      expectReading(found, expected, PARTIAL_COLUMNS.has(name));
      for (const analysis of expected.analyses) expectTotal(found, analysis);
    });
  }

  it.skipIf(!existsSync(join(WILD, 'r_04_year_spans.csv')))(
    'r_04_year_spans: 16 rows are in their year and 4 spans of years in none',
    async () => {
      const { periods } = await ingest(readFileSync(join(WILD, 'r_04_year_spans.csv')));
      expect(periods.filter((period) => period === 'UNKNOWN')).toHaveLength(4);
      expect(periods).toHaveLength(20);
    },
  );

  for (const [name, { leftOut, total }] of Object.entries(WITH_SUMS)) {
    it(`${name}: the sums are left out unless they are to be kept`, async () => {
      const { fileName, expected } = cases.find((each) => each.name === name)!;
      const found = await ingest(readFileSync(join(WILD, fileName)), { fileName });
      expect(found.schema.rowCount).toBe(expected.row_count! - leftOut);
      const [{ group_by, value } = { group_by: '', value: '' }] = expected.analyses;
      expectTotal(found, { group_by, value, TOTAL: { total: String(total) } });
    });
  }

  it('lists as wrong only cases that exist', () => {
    const names = cases.map(({ name }) => name);
    expect([...NOT_YET].filter((name) => !names.includes(name))).toEqual([]);
  });
});

function expectReading(
  { schema }: Ingested,
  { row_count, columns, period_grain, warnings = [] }: Expectation,
  isPartial: boolean,
): void {
  if (row_count !== undefined) expect(schema.rowCount).toBe(row_count);
  const expectedNames = columns?.map((column) => column.normalized_name) ?? [];
  const names = schema.columns.map((column) => column.name);
  if (isPartial) expect(names).toEqual(expect.arrayContaining(expectedNames));
  else if (columns) expect(names).toEqual(expectedNames);
  // "year or none": both are right.
  if (period_grain) expect(period_grain.toUpperCase().split(' OR ')).toContain(schema.periodGrain);
  expect(schema.warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(warnings));
}

/** Sums and counts the rows as they were written; a blank entity counts, as the expectations have it. */
function expectTotal(found: Ingested, { group_by, value, TOTAL }: Expectation['analyses'][number]): void {
  const [entities, values] = [found.values(group_by), found.values(value)];
  expect(found.schema.columns.find(({ name }) => name === value)?.dataType).toMatch(/INTEGER|DECIMAL|DOUBLE/);
  const counted = values.flatMap((text, row) =>
    text === null ? [] : [{ entity: entities[row], value: Number(text) }],
  );
  const total = counted.reduce((sum, row) => sum + row.value, 0);
  if (TOTAL?.total !== undefined) expect(total).toBeCloseTo(Number(TOTAL.total), 6);
  if (TOTAL?.entities !== undefined) expect(new Set(counted.map(({ entity }) => entity)).size).toBe(TOTAL.entities);
}
