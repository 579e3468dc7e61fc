import type { AnalysisInput, EntityKeyInput, PeriodInput } from '../../../clients/typescript/generated/graphql.js';
import { filterOf } from './filters/conditions.js';
import type { EntityParts } from './filters/entity-keys.js';
import { DEFAULT_CLASSES, type PeriodRules, type Question, ROW_COUNT } from './question.js';

/** The input of most views. The bridge and segments cost more, so only the views that show them add them. */
export function inputOf(question: Question): AnalysisInput {
  const { version, groupBy, value, grain, thresholds, topN, limits, classes, level } = question;
  const periods = grain === 'NONE' ? {} : periodInput(question.periods);
  const measured = value === ROW_COUNT ? { measure: 'COUNT' as const } : { value };
  const input: AnalysisInput = { groupBy, ...measured, periodGrain: grain, thresholds, topN };
  if (Object.keys(periods).length > 0) {
    input.periods = { grain, ...periods };
    delete input.periodGrain;
  }
  const where = filterOf(question.where);
  // Defaults are left out, so that the query that is shown stays short.
  if (where !== null) input.where = where;
  if (question.only.length > 0) input.only = question.only.map(keyInput);
  if (question.exclude.length > 0) input.exclude = question.exclude.map(keyInput);
  if (limits.length > 0) input.limits = limits;
  if (classes.join() !== DEFAULT_CLASSES.join()) input.classes = classes;
  if (level === 'PARENT') input.level = level;
  if (version !== null) input.version = version;
  return input;
}

/** With the bridge, which takes two fifths longer where entities are many. */
export function withBridge(question: Question): AnalysisInput {
  return question.grain === 'NONE' ? inputOf(question) : { ...inputOf(question), bridge: question.bridge };
}

/** With the segments, which take about four times as long. */
/** The segments in each period, too. */
export function withSegmentPeriods(question: Question): AnalysisInput {
  return question.splitBy === null ? inputOf(question) : { ...withSegments(question), segmentPeriods: true };
}

export function withSegments(question: Question): AnalysisInput {
  return question.splitBy === null ? inputOf(question) : { ...inputOf(question), splitBy: question.splitBy };
}

/** With the sums of further columns. */
export function withAlso(question: Question): AnalysisInput {
  return question.also.length === 0 ? inputOf(question) : { ...inputOf(question), also: question.also };
}

/** With all that the page shows. */
export function downloadInput(question: Question): AnalysisInput {
  return { ...withBridge(question), ...withSegments(question), ...withAlso(question) };
}

function keyInput(parts: EntityParts): EntityKeyInput {
  return { parts: [...parts] };
}

/** Only what differs from plain periods. */
function periodInput(rules: PeriodRules): PeriodInput {
  const { from, to, months, isYearToDate, fiscalYearStart, fiscalYearNamedBy } = rules;
  const input: PeriodInput = {};
  if (from !== null) input.from = from;
  if (to !== null) input.to = to;
  if (months !== null) input.window = { months };
  else if (isYearToDate) input.yearToDate = true;
  if (fiscalYearStart > 1) {
    input.fiscalYearStart = fiscalYearStart;
    input.fiscalYearNamedBy = fiscalYearNamedBy;
  }
  return input;
}
