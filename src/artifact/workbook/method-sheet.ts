import type { Analysis, Blanks, EntityMatching } from '../../model/analysis.js';
import { keysText } from '../../model/entity-key-text.js';
import { filterText } from '../../model/row-filter.js';
import { TOTAL_PERIOD, UNKNOWN_PERIOD } from '../../period/period.js';
import { periodsText } from '../../period/period-words.js';
import { type Cell, DAY } from './cells.js';
import { definitionsOf } from './definitions.js';
import type { ListedRows } from './listed-rows.js';
import type { ColumnOf } from './table-sheet.js';

const MATCHING_NAMES = {
  FOLDED: 'letter case, white space and Unicode form make no difference, except in identifiers',
  EXACT: 'only the same text is the same entity',
} satisfies Record<EntityMatching, string>;

const BLANKS_NAMES = {
  APART: 'not assigned: in the total, but no entity',
  ENTITY: 'one entity, (blank)',
} satisfies Record<Blanks, string>;

type MethodRow = [about: string, name: string, value: Cell];

export const METHOD_COLUMNS: ColumnOf<MethodRow>[] = [
  { header: 'About', width: 16, cell: ([about]) => about },
  { header: 'Item', width: 30, wraps: true, cell: ([, name]) => name },
  {
    header: 'Meaning',
    width: 96,
    wraps: true,
    isLeft: true,
    format: ([, , value]) => (value instanceof Date ? DAY : '@'),
    cell: ([, , value]) => value,
  },
];

/** In words: what was computed, from what, what may mislead and what each term means; what only an audit needs comes last. */
export function methodRows(analysis: Analysis, rows: ListedRows | null = null): MethodRow[] {
  const { id, datasetId, datasetVersion, algorithmVersion, parameters, source, warnings, comparison, computedAt } =
    analysis;
  const { periodGrain, periods, where, only, exclude, entityMatching, blanks, mappings, level, hash } = parameters;
  const about = (name: string, rows: readonly (readonly [string, Cell])[]) =>
    rows.map(([item, value]): MethodRow => [name, item, value]);
  return [
    ...about('Question', [
      ['Entities', source.groupByHeader],
      source.valueHeader === null ? ['Counted', 'rows'] : ['Amount added up', source.valueHeader],
      ...(source.alsoHeaders === undefined ? [] : [['Also added up', source.alsoHeaders.join(', ')] as const]),
      ['Periods', periodsText(periodGrain, periods)],
      ['Rows', where === undefined ? 'all' : `only where ${filterText(where)}`],
      ...(only === undefined ? [] : [['Only the entities', keysText(only)] as const]),
      ...(exclude === undefined ? [] : [['Without the entities', keysText(exclude)] as const]),
      ...(comparison === undefined
        ? []
        : [
            ['Compared with', comparison.text] as const,
            ...comparison.caveats.map(({ message }) => ['Caveat of the comparison', message] as const),
          ]),
      ['Spellings', MATCHING_NAMES[entityMatching]],
      ['Rows without an entity', BLANKS_NAMES[blanks]],
      ...(mappings === undefined
        ? []
        : [
            [
              'Merged names',
              level === 'PARENT'
                ? 'by the mapping saved for the dataset, each entity under its topmost parent'
                : 'by the mapping saved for the dataset',
            ] as const,
          ]),
    ]),
    ...about('Source', [
      ['File', source.fileName],
      ...(source.sheet === null ? [] : [['Sheet', source.sheet] as const]),
      ['Computed on (UTC)', new Date(computedAt)],
    ]),
    ...(rows === null ? [] : about('Sheet Rows', [['Rows', rowsText(rows)]])),
    ...about(
      'Warning',
      warnings.length === 0
        ? [['None', 'No warnings.']]
        : warnings.map(({ message }, index) => [`${index + 1}`, message]),
    ),
    ...about('Term', definitionsOf(analysis)),
    ...about('For an audit', [
      ['Analysis', id],
      ['Hash of the parameters', hash],
      ['Version of the rules', String(algorithmVersion)],
      ['Dataset and version', `${datasetId}, version ${datasetVersion}`],
      ...(comparison === undefined
        ? []
        : [
            ['Compared with the analysis', comparison.other.id] as const,
            [
              'Its dataset and version',
              `${comparison.other.datasetId}, version ${comparison.other.datasetVersion}`,
            ] as const,
          ]),
      ['SHA-256 of the file', source.sha256],
      [
        'Columns',
        `${parameters.groupBy.join(', ')}; ${[parameters.value ?? 'rows are counted', ...(parameters.also ?? [])].join(', ')}`,
      ],
      ['Time of computation (UTC)', computedAt],
      ...(warnings.length === 0
        ? []
        : [['Codes of the warnings', warnings.map(({ code }) => code).join(', ')] as const]),
    ]),
  ];
}

/** Which rows the sheet Rows lists. */
function rowsText({ entity, segment, selection, period, rowCount, listed }: ListedRows): string {
  const ofPeriod =
    period === TOTAL_PERIOD ? 'all periods' : period === UNKNOWN_PERIOD ? 'no period' : `period ${period}`;
  const sum =
    selection === undefined
      ? 'Their values add up to the figure exactly.'
      : `Of these only the rows where ${selection}.`;
  const ofSegment = segment === undefined ? '' : `, ${segment}`;
  const which = `The rows of ${entity ?? 'all entities and without one'}${ofSegment}, ${ofPeriod}, each with its place in the source. ${sum}`;
  if (listed === rowCount) return which;
  return `${which} The first ${listed.toLocaleString('en-US')} of ${rowCount.toLocaleString('en-US')} are listed, as many as a sheet holds; the CSV has all.`;
}
