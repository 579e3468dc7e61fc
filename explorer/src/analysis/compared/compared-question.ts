import type { AnalysisInput, CompareWithInput } from '../../../../clients/typescript/generated/graphql.js';
import { TOTAL, UNKNOWN } from '../../format/periods.js';
import { inputOf } from '../input.js';
import { type Question, ROW_COUNT } from '../question.js';

/** The question about both sides of a comparison, and the period of it that is listed. */
export interface ComparedQuestion {
  input: AnalysisInput;
  period: string;
}

/** Undefined where one question cannot be about both sides. */
export function comparedQuestion(question: Question, datasetId: string): ComparedQuestion | undefined {
  const { other, period } = question;
  const compared = question.compare ?? period;
  // Rows without a period are no range of periods.
  if (period !== compared && (period === UNKNOWN || compared === UNKNOWN)) return undefined;
  // A number of rows is not compared with a sum.
  if (other && other.value !== question.value && [other.value, question.value].includes(ROW_COUNT)) return undefined;
  const isOtherDataset = other !== null && other.id !== datasetId;
  // Names and columns of filters may mean something else there; the page compares it without them.
  if (isOtherDataset && question.only.length + question.exclude.length > 0) return undefined;
  const compareWith: CompareWithInput = {};
  if (isOtherDataset) compareWith.datasetId = other.id;
  if (isOtherDataset && question.where.length > 0) compareWith.allRows = true;
  if (other?.version != null) compareWith.version = other.version;
  if (other && other.groupBy.join() !== question.groupBy.join()) compareWith.groupBy = other.groupBy;
  if (other && other.value !== question.value) compareWith.value = other.value;
  if (period === compared) return { input: { ...inputOf(question), compareWith }, period };
  compareWith.periods = rangeOf(question, compared);
  const periods = { ...question.periods, ...rangeOf(question, period) };
  return { input: { ...inputOf({ ...question, periods }), compareWith }, period: TOTAL };
}

/** One period as a range, or the range of the question. */
function rangeOf({ periods: { from, to } }: Question, period: string) {
  return period === TOTAL ? { from, to } : { from: period, to: period };
}
