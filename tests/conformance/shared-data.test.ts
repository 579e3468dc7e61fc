import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import {
  type Expectation,
  type ExpectedAnalysis,
  type ExpectedPeriod,
  readExpectations,
  sharedDataFolder,
  sharedDataIsThere,
} from './expectations.js';

const ANALYSIS = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) {
  total { ...period } byPeriod { ...period } } } }
  fragment period on PeriodConcentration { period entityCount total hhi gini problem { code }
    head(first: 50) { entity } thresholds { threshold within { count value share } } }`;

const SCHEMA = `query($id: ID!) { dataset(id: $id) { rowCount suggestions { groupBy value } source { headerRow } schema {
  periodGrain timeColumns columns { name } warnings { code } } } }`;

/** What somebody who knows the file asks first; births has nobody to ask about. */
const PICKED: Readonly<Record<string, string | undefined>> = {
  'gdp_long_year.csv': 'country_name × value',
  'global_superstore_decimal_comma.tsv': 'customer_name × sales',
  'leeds_spend_2012-10_raw.csv': 'supplier_name × net_amount',
  'montpellier_budget_latin1_semicolon.csv': 'libelle_nature × execute',
  'networkrail_report_formulas.xlsx': 'supplier_name × spend',
  'salford_spend_year_quarter.csv': 'supplier_name × net_amount',
  'sarthe_subventions_2017_title_merged.xlsx':
    'nom_de_l_organisme_beneficiaire × montant_de_la_subvention_de_fonctionnement_1',
  'sp500_constituents_financials.csv': 'name × market_cap',
  'supermarket_sales_3sheets.xlsx': 'product_line × total',
  'us_ag_exports_2011.csv': 'state × total_exports',
  'us_births_ssa_2000_2014.csv': undefined,
  'vega_disasters_year.csv': 'entity × deaths',
  'vendee_2017_ragged_cp1252.csv': 'nombeneficiaire × montant',
  'voter_registrations_year_month.csv': 'jurisdiction × new_registered_voters',
  'worldbank_gdp_wide_bom.csv': 'country_name × value',
};

interface Period {
  period: string;
  entityCount: number;
  total: number;
  hhi: number | null;
  gini: number | null;
  problem: { code: string } | null;
  head: { entity: string }[];
  thresholds: { threshold: number; within: { count: number; value: number; share: number } }[];
}

/** What an expectation asks to be read with, where that is not the default. */
interface Reading {
  options?: Record<string, unknown>;
  rowCount: number;
  analyses: ExpectedAnalysis[];
}

describe.runIf(sharedDataIsThere)('the files of ../shared/data give the results computed elsewhere', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  for (const expectation of readExpectations()) {
    for (const [index, reading] of readingsOf(expectation).entries()) {
      it(`${expectation.file}${index > 0 ? ` with ${JSON.stringify(reading.options)}` : ''}`, async () => {
        const uploaded = await app.upload({
          content: readFileSync(expectation.path),
          fileName: expectation.file,
          input: reading.options ? { options: reading.options } : {},
        });
        expect(uploaded.errors).toBeUndefined();
        const { id } = uploaded.data.uploadDataset.dataset;

        const { dataset } = (await app.gql(SCHEMA, { id })).data;
        expect(dataset.rowCount).toBe(reading.rowCount);
        if (expectation.header_row) expect(dataset.source.headerRow).toBe(expectation.header_row);
        if (index === 0 && !isUnpivoted(expectation)) {
          const names = (expectation.columns ?? []).map((column) => column.normalized_name);
          const surplus = expectation.expected_outcome ? dataset.schema.columns.length - names.length : 0;
          const found = dataset.schema.columns.map((column: { name: string }) => column.name);
          expect(found.slice(0, found.length - surplus)).toEqual(names.length > 0 ? names : expect.anything());
          // Rows with more cells than the header must be told of, never shifted in silence.
          if (surplus > 0) expect(dataset.schema.warnings).toContainEqual({ code: 'RAGGED_ROWS' });
          expect(dataset.schema.timeColumns).toEqual(expectation.time_columns ?? []);
        }
        if (index === 0 && expectation.file in PICKED) {
          const [first] = dataset.suggestions;
          expect(first && `${first.groupBy} × ${first.value}`).toBe(PICKED[expectation.file]);
        }
        for (const expected of reading.analyses) await checkAnalysis(app, id, expected);
      });
    }
  }
});

describe.runIf(sharedDataIsThere)('the default of an analysis', () => {
  it('counts the spellings of a supplier of Salford as one', async () => {
    const app = await startApp();
    try {
      const content = readFileSync(`${sharedDataFolder}/salford_spend_year_quarter.csv`);
      const uploaded = await app.upload({ content, fileName: 'salford.csv' });
      const query = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) { warnings { code count }
        total { entityCount hhi thresholds { reaching { count } } head(first: 1) { entity valueExact } } } } }`;
      const input = { groupBy: 'supplier_name', value: 'net_amount', periodGrain: 'NONE' };
      const { data } = await app.gql(query, { id: uploaded.data.uploadDataset.dataset.id, input });
      const { total, warnings } = data.dataset.analysis;
      expect(total).toMatchObject({ entityCount: 5501, head: [{ entity: 'NHS CCG', valueExact: '88225681.1' }] });
      expect(total.hhi).toBeCloseTo(397.7104489, 6);
      expect(total.thresholds.map(({ reaching }: { reaching: { count: number } }) => reaching.count)).toEqual([
        1, 2, 11,
      ]);
      expect(warnings).toContainEqual({ code: 'MERGED_SPELLINGS', count: 32 });
      expect(warnings.map(({ code }: { code: string }) => code)).toContain('SIMILAR_NAMES');
    } finally {
      await app.close();
    }
  });
});

it.runIf(!sharedDataIsThere)(
  `is skipped: there is no ${sharedDataFolder.split('/').slice(-2).join('/')} beside the checkout`,
  () => {
    expect(sharedDataIsThere).toBe(false);
  },
);

async function checkAnalysis(app: TestApp, id: string, expected: ExpectedAnalysis) {
  const periodGrain = expected.grain.toUpperCase();
  // The expectations were computed with spellings as they are and blanks as an entity.
  const input = {
    groupBy: expected.group_by,
    value: expected.value,
    periodGrain,
    thresholds: expected.thresholds,
    entityMatching: 'EXACT',
    blanks: 'ENTITY',
  };
  const answer = await app.gql(ANALYSIS, { id, input });
  expect(answer.errors).toBeUndefined();
  const { total, byPeriod } = answer.data.dataset.analysis as { total: Period; byPeriod: Period[] };
  checkPeriod(total, expected.TOTAL, `${expected.group_by} by ${expected.value}, TOTAL`);
  expect(total.hhi).toBeCloseTo(expected.TOTAL_inequality.hhi_0_10000, 5);
  if (!expected.TOTAL_inequality.has_negative_entities)
    expect(total.gini).toBeCloseTo(expected.TOTAL_inequality.gini, 8);
  const periods = Object.entries(expected.periods).filter(
    (entry): entry is [string, ExpectedPeriod] => typeof entry[1] !== 'string',
  );
  const known = byPeriod.filter((period) => period.period !== 'UNKNOWN');
  expect(known.map((period) => period.period)).toEqual(periods.map(([key]) => key));
  for (const [index, [key, period]] of periods.entries()) checkPeriod(known[index]!, period, key);
}

function checkPeriod(actual: Period, expected: ExpectedPeriod, where: string) {
  expect(actual.entityCount, where).toBe(expected.entities);
  near(actual.total, Number(expected.total), where);
  if (actual.problem) {
    expect(Number(expected.total), where).toBeLessThanOrEqual(0);
    return;
  }
  for (const [threshold, bucket] of Object.entries(expected.thresholds)) {
    const { within } = actual.thresholds.find((candidate) => candidate.threshold === Number(threshold))!;
    expect(within.count, `${where} within ${threshold}`).toBe(bucket.count);
    near(within.value, Number(bucket.value), `${where} within ${threshold}`);
    expect(Math.abs(within.share - bucket.pct_of_total), `${where} within ${threshold}`).toBeLessThan(1e-6);
    if (bucket.entities && bucket.count <= 50 && bucket.entities.length === bucket.count && !bucket.tie_at_boundary) {
      expect(
        actual.head.slice(0, bucket.count).map((share) => share.entity),
        where,
      ).toEqual(bucket.entities);
    }
  }
}

/** 1e-9 relative. */
function near(actual: number, expected: number, where: string) {
  expect(Math.abs(actual - expected), where).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}

function isUnpivoted(expectation: Expectation): boolean {
  return 'row_count_if_unpivoted' in expectation;
}

/** Most files are read one way; a few expectations hold the results of more than one reading. */
function readingsOf(expectation: Expectation): Reading[] {
  const analyses = expectation.analyses ?? [];
  if (isUnpivoted(expectation)) {
    const rows = (expectation as unknown as { row_count_if_unpivoted: number }).row_count_if_unpivoted;
    const long = analyses.filter((analysis) => analysis.value === 'value');
    const wide = analyses.filter((analysis) => analysis.value !== 'value');
    return [
      { rowCount: rows, analyses: long },
      { options: { unpivot: false }, rowCount: expectation.row_count, analyses: wide },
    ];
  }
  // Alternatives under other conventions than docs/semantics.md's are left out: a kept total row, stacked sheets.
  const ours = analyses.filter((analysis) => !/^(ALTERNATIVE|only if)/.test(analysis.note ?? ''));
  // Footnotes stay as rows (docs/semantics.md §1); they have no value and change no analysis.
  return [{ rowCount: expectation.row_count_if_footnotes_kept ?? expectation.row_count, analyses: ours }];
}
