import type { Analysis } from '../../model/analysis.js';
import { filterText } from '../../model/row-filter.js';
import { headline, periodRange } from '../headline.js';
import type { ColumnOf } from './table-sheet.js';

type AnswerRow = [about: string, text: string];

export const ANSWER_COLUMNS: ColumnOf<AnswerRow>[] = [
  { header: 'About', width: 14, cell: ([about]) => about },
  { header: 'In words', width: 110, wraps: true, cell: ([, text]) => text },
];

/** What a reader needs before the numbers: the answer, the question, and everything that may mislead. */
export function answerRows(analysis: Analysis): AnswerRow[] {
  const { parameters, source, warnings } = analysis;
  const { where } = parameters;
  const periods = periodRange(analysis);
  const note = (text: string): AnswerRow => ['Be careful', text];
  return [
    ['Answer', headline(analysis)],
    ['Question', `${source.valueHeader} by ${source.groupByHeader}`],
    ...(where === undefined ? [] : [['Only rows where', filterText(where)] satisfies AnswerRow]),
    ...(periods === '' ? [] : [['Periods', periods] satisfies AnswerRow]),
    ['Source', source.sheet === null ? source.fileName : `${source.fileName}, sheet ${source.sheet}`],
    ...(warnings.length === 0 ? [note('No warnings.')] : warnings.map(({ message }) => note(message))),
  ];
}
