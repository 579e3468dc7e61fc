import { createHash } from 'node:crypto';
import type { Analysis, AnalysisParameters, AnalysisRequest } from '../../model/analysis.js';
import { canonicalJson } from '../../model/canonical-json.js';
import type { ComparedQuestion, CompareWithRequest } from '../../model/comparison.js';
import type { DatasetRecord } from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import type { DatasetSchema, PeriodGrain } from '../../model/schema.js';
import { positionShift } from './period-pairs.js';

/** The other side of a comparison: a dataset, in one of its versions. */
export interface OtherSide {
  record: DatasetRecord;
  schema: DatasetSchema;
}

/**
 * What is analysed on the other side: the question with what `compareWith` says, without segments, bridges and further columns.
 * @param grain of the question
 * @throws INVALID_INPUT
 */
export function otherRequest(
  { compareWith, splitBy: _, segmentPeriods: __, bridge: ___, also: ____, periodGrain, ...question }: AnalysisRequest,
  { schema }: OtherSide,
  grain: PeriodGrain,
): AnalysisRequest {
  const given = compareWith ?? {};
  if (given.allRows && given.where != null) {
    throw invalid('allRows', '"allRows" and "where" exclude each other. Leave out one of them.');
  }
  if (given.groupBy != null && given.groupBy.length !== question.groupBy.length) {
    throw invalid(
      'groupBy',
      `Entities are compared column by column: expected ${question.groupBy.length} of them, as in "groupBy", got ${given.groupBy.length}.`,
    );
  }
  const requested = periodGrain ?? question.periods?.grain ?? null;
  // Where no grain is requested, one that only this side has leaves the totals to compare.
  const isShared = requested !== null || grain === 'NONE' || schema.periodGrainCandidates.includes(grain);
  const range = given.periods ?? question.periods;
  return {
    ...question,
    groupBy: given.groupBy ?? question.groupBy,
    value: given.value ?? question.value,
    where: given.allRows ? null : (given.where ?? question.where ?? null),
    periods: {
      ...question.periods,
      grain: isShared ? grain : 'NONE',
      from: range?.from ?? null,
      to: range?.to ?? null,
    },
    version: given.version ?? null,
  };
}

/** The parameters of an analysis with its comparison, from those of both sides. */
export function comparedParameters(
  question: AnalysisParameters,
  { id: datasetId, version: datasetVersion }: Pick<DatasetRecord, 'id' | 'version'>,
  other: AnalysisParameters,
): AnalysisParameters {
  const { hash: questionHash, ...parameters } = question;
  const { hash } = other;
  const alignment: Pick<ComparedQuestion, 'isByPosition'> =
    positionShift(question, other) === null ? {} : { isByPosition: true };
  const hashed = canonicalJson({ question: questionHash, compareWith: { datasetId, hash, ...alignment } });
  return {
    ...parameters,
    compareWith: { datasetId, datasetVersion, hash, questionHash, ...alignment },
    hash: createHash('sha256').update(hashed).digest('hex').slice(0, 32),
  };
}

/** An analysis without its comparison, as it is stored on its own; itself where it has none. */
export function questionOf(stored: Analysis): Analysis {
  const { compareWith, ...parameters } = stored.parameters;
  if (compareWith === undefined) return stored;
  const { comparison: _, ...analysis } = stored;
  const hash = compareWith.questionHash;
  return { ...analysis, id: analysisId(analysis.datasetId, hash), parameters: { ...parameters, hash } };
}

/** an_<dataset id without its prefix>_<hash> */
export function analysisId(datasetId: string, hash: string): string {
  return `an_${datasetId.replace(/^ds_/, '')}_${hash}`;
}

/**
 * An error of the other side, with its place in the input.
 * @param field of `compareWith`, where the error does not say which argument it is about
 */
export function ofOtherSide(error: unknown, given: CompareWithRequest, field?: keyof CompareWithRequest): unknown {
  if (!(error instanceof ConcentricError)) return error;
  const { argument } = error.details;
  const found = typeof argument === 'string' ? argument : (field ?? '');
  const place = placeOf(found, given);
  const message = error.message.replace(`(at ${found})`, `(at ${place})`);
  // The columns of the question have other names there.
  const remedy =
    error.code === 'COLUMN_NOT_FOUND' && found === '' && given.groupBy == null
      ? ' If its columns have other names, give them in "compareWith.groupBy" and "compareWith.value".'
      : '';
  return new ConcentricError(
    error.code,
    `The other side of "compareWith": ${message}${remedy}`,
    { ...error.details, argument: place },
    { cause: error },
  );
}

/** What is not given in `compareWith` is that of the question. */
function placeOf(argument: string, given: CompareWithRequest): string {
  const [field = ''] = argument.split(/[.[]/);
  if (field === '') return 'compareWith';
  return given[field as keyof CompareWithRequest] == null ? argument : `compareWith.${argument}`;
}

function invalid(field: keyof CompareWithRequest, message: string): ConcentricError {
  const argument = `compareWith.${field}`;
  return new ConcentricError('INVALID_INPUT', `${message} (at ${argument})`, { argument });
}
