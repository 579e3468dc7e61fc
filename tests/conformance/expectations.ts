import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Real files with results computed elsewhere in exact arithmetic, beside the checkout. They are read where they are;
 * where the folder is absent the suites that need it say so and are skipped.
 */
export const sharedDataFolder = fileURLToPath(new URL('../../../shared/data', import.meta.url));
export const sharedDataIsThere = existsSync(sharedDataFolder);

export interface ExpectedThreshold {
  count: number;
  value: string;
  pct_of_total: number;
  tie_at_boundary: boolean;
  entities?: string[];
}

export interface ExpectedPeriod {
  total: string;
  entities: number;
  thresholds: Record<string, ExpectedThreshold>;
}

export interface ExpectedAnalysis {
  group_by: string;
  value: string;
  grain: string;
  thresholds: number[];
  rows_used: number;
  periods: Record<string, ExpectedPeriod | string>;
  TOTAL: ExpectedPeriod;
  TOTAL_inequality: { hhi_0_10000: number; gini: number; n: number; has_negative_entities: boolean };
  note?: string;
}

export interface Expectation {
  file: string;
  path: string;
  row_count: number;
  row_count_if_footnotes_kept?: number;
  /** In words, where no figures are expected. */
  expected_outcome?: string;
  header_row?: number;
  columns?: { normalized_name: string }[];
  time_columns: string[];
  analyses: ExpectedAnalysis[];
}

export function readExpectations(): Expectation[] {
  if (!sharedDataIsThere) return [];
  return readdirSync(sharedDataFolder)
    .filter((name) => name.endsWith('.expected.json'))
    .map((name) => {
      const expectation = JSON.parse(readFileSync(join(sharedDataFolder, name), 'utf8'));
      return { ...expectation, path: join(sharedDataFolder, expectation.file) };
    });
}
