import { ANALYSIS_FILES, type Analysis, type AnalysisFile } from '../model/analysis.js';
import type { Figure } from '../model/figure-rows.js';
import { visibleText } from '../model/visible-text.js';
import { figureNameHash } from './figure-link.js';

const MAX_COLUMN_CHARACTERS = 40;

/** The file name of an artifact: `amount_by_customer_1a2b3c4d.csv`, `rows_by_customer_1a2b3c4d.csv`. */
export function artifactName(analysis: Analysis, file: AnalysisFile, figure: Figure | null = null): string {
  const { groupBy, value } = analysis.parameters;
  const hash = figure === null ? analysis.parameters.hash : figureNameHash(analysis, figure);
  return `${cut(value ?? 'rows')}_by_${cut(groupBy.join('_'))}_${hash.slice(0, 8)}.${ANALYSIS_FILES[file]}`;
}

/** Column names can be of any length and hold invisible characters; the file name must be valid on every system. */
function cut(columnName: string): string {
  return [...visibleText(columnName)].slice(0, MAX_COLUMN_CHARACTERS).join('');
}
