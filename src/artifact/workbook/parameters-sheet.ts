import type { Analysis, Blanks, EntityMatching } from '../../model/analysis.js';
import { filterText } from '../../model/row-filter.js';
import type { PeriodGrain } from '../../model/schema.js';
import { DEFINITIONS } from './definitions.js';
import type { ColumnOf } from './table-sheet.js';
import type { Cell } from './write-workbook.js';

/** How rows are divided into periods. */
const PERIOD_NAMES = {
  DATE: 'by day',
  YEAR_MONTH: 'by month',
  YEAR_QUARTER: 'by quarter',
  YEAR: 'by year',
  NONE: 'all rows together',
} satisfies Record<PeriodGrain, string>;

const MATCHING_NAMES = {
  FOLDED: 'letter case, white space and Unicode form make no difference, except in identifiers',
  EXACT: 'only the same text is the same entity',
} satisfies Record<EntityMatching, string>;

const BLANKS_NAMES = {
  APART: 'not assigned: in the total, but no entity',
  ENTITY: 'one entity, (blank)',
} satisfies Record<Blanks, string>;

type ParameterRow = [about: string, name: string, value: Cell];

export const PARAMETER_COLUMNS: ColumnOf<ParameterRow>[] = [
  { header: 'About', width: 14, cell: ([about]) => about },
  { header: 'Parameter', width: 26, cell: ([, name]) => name },
  { header: 'Value', width: 100, wraps: true, cell: ([, , value]) => value },
];

export function parameterRows(analysis: Analysis): ParameterRow[] {
  const { id, datasetId, datasetVersion, parameters, source, warnings, computedAt } = analysis;
  const { groupBy, value, periodGrain, thresholds, topN, where, entityMatching, blanks, mappings, level, hash } =
    parameters;
  const about = (name: string, rows: [string, Cell][]) => rows.map((row): ParameterRow => [name, ...row]);
  return [
    ...about('Analysis', [
      ['Grouped by', groupBy.join(', ')],
      ['Value', value],
      ...(where === undefined ? [] : [['Only rows where', filterText(where)] satisfies [string, Cell]]),
      ['Spellings', MATCHING_NAMES[entityMatching]],
      ['Rows without an entity', BLANKS_NAMES[blanks]],
      ...(mappings === undefined
        ? []
        : [
            [
              'Names merged by',
              `a saved mapping, ${level === 'PARENT' ? 'with parents' : 'without parents'}`,
            ] satisfies [string, Cell],
          ]),
      ['Periods', PERIOD_NAMES[periodGrain]],
      ['Thresholds (percent)', thresholds.join(', ')],
      ['Top N', topN.join(', ')],
      ['Computed at (UTC)', computedAt],
      ['Analysis', id],
      ['Hash of the parameters', hash],
    ]),
    ...about('Source', [
      ['File', source.fileName],
      ['SHA-256 of the file', source.sha256],
      ...(source.sheet === null ? [] : [['Sheet', source.sheet] satisfies [string, Cell]]),
      ['Column grouped by', source.groupByHeader],
      ['Column of the value', source.valueHeader],
      ['Dataset', datasetId],
      ['Dataset version', datasetVersion],
    ]),
    ...about(
      'Warning',
      warnings.length === 0 ? [['None', 'No warnings.']] : warnings.map(({ code, message }) => [code, message]),
    ),
    ...about(
      'Definition',
      DEFINITIONS.map(([name, meaning]) => [name, meaning]),
    ),
  ];
}
