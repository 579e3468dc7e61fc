import type { AnalysisRequest } from '../../model/analysis.js';
import { requireColumn } from '../../model/column-not-found.js';
import { ConcentricError } from '../../model/errors.js';
import type { Column, DatasetSchema } from '../../model/schema.js';
import { shortened } from '../../model/text.js';

const MAX_GROUP_COLUMNS = 4;
const MAX_ALSO = 5;
/** Of a list that is too long, in the details of an error. */
const MAX_NAMED_COLUMNS = 11;

/** The columns whose values together are an entity. @throws INVALID_GROUP_BY, COLUMN_NOT_FOUND */
export function groupByColumns(schema: DatasetSchema, { groupBy, version }: AnalysisRequest): Column[] {
  const details = { groupBy: groupBy.slice(0, MAX_NAMED_COLUMNS), max: MAX_GROUP_COLUMNS, got: groupBy.length };
  if (groupBy.length === 0 || groupBy.length > MAX_GROUP_COLUMNS) {
    throw new ConcentricError(
      'INVALID_GROUP_BY',
      `Expected 1 to ${MAX_GROUP_COLUMNS} columns in "groupBy", got ${groupBy.length}. Name the columns whose values together are an entity.`,
      details,
    );
  }
  const repeated = groupBy.find((name, index) => groupBy.indexOf(name) < index);
  if (repeated === undefined) return groupBy.map((name) => requireColumn(schema, name, version));
  throw new ConcentricError(
    'INVALID_GROUP_BY',
    `"groupBy" names ${JSON.stringify(repeated)} twice. Name each column once.`,
    details,
  );
}

/**
 * The column whose amounts are added up; null where rows are counted, which no column is needed for. COUNT of a column could
 * mean its cells, or its distinct values: neither is guessed.
 * @throws INVALID_INPUT, COLUMN_NOT_FOUND, COLUMN_NOT_NUMERIC
 */
export function valueColumn(schema: DatasetSchema, { measure, value, version }: AnalysisRequest): Column | null {
  if (measure !== 'COUNT') {
    if (value != null) return summable(schema, requireColumn(schema, value, version));
    const available = schema.columns.filter(isSummable).map(({ name }) => name);
    const choice = available.length > 0 ? `Columns that can be added up: ${available.join(', ')}.` : 'No column can.';
    throw new ConcentricError(
      'INVALID_INPUT',
      `"value" is missing: name the column to add up, or count rows with "measure: COUNT". ${choice} (at value)`,
      { argument: 'value', available },
    );
  }
  if (value == null) return null;
  throw new ConcentricError(
    'INVALID_INPUT',
    `"measure: COUNT" counts rows, whatever is in them: leave out "value". To count only the rows that have something in ${JSON.stringify(shortened(value))}, filter them: where: { column: ${JSON.stringify(shortened(value))}, isBlank: false } (at value)`,
    { argument: 'value' },
  );
}

/**
 * Further columns that are added up, in the order of the data: the order in which they are named makes no difference.
 * @throws INVALID_INPUT, COLUMN_NOT_FOUND, COLUMN_NOT_NUMERIC
 */
export function alsoColumns(schema: DatasetSchema, { also, value, version }: AnalysisRequest): Column[] {
  const names = [...new Set(also ?? [])];
  if (names.length > MAX_ALSO) {
    throw new ConcentricError(
      'INVALID_INPUT',
      `Expected at most ${MAX_ALSO} columns in "also", got ${names.length}. Request the others in a second analysis. (at also)`,
      { argument: 'also', max: MAX_ALSO, got: names.length },
    );
  }
  for (const [index, name] of (also ?? []).entries()) {
    const argument = `also[${index}]`;
    atArgument(argument, () => summable(schema, requireColumn(schema, name, version)));
    if (name !== value) continue;
    throw new ConcentricError(
      'INVALID_INPUT',
      `${JSON.stringify(shortened(name))} is "value" already, whose sums every figure has. Leave it out. (at ${argument})`,
      { argument },
    );
  }
  return schema.columns.filter(({ name }) => names.includes(name));
}

/** The column whose values split the rows: any but those of the entities. @throws INVALID_INPUT, COLUMN_NOT_FOUND */
export function segmentColumn(
  schema: DatasetSchema,
  { groupBy, version, only, exclude, blanks }: AnalysisRequest,
  name: string,
): Column {
  const column = requireColumn(schema, name, version);
  const invalid = (message: string) =>
    new ConcentricError('INVALID_INPUT', `${message} (at splitBy)`, { argument: 'splitBy' });
  if (groupBy.includes(name)) {
    throw invalid(
      `${JSON.stringify(name)} is a column of "groupBy", so each segment would hold one entity's value. Name another column.`,
    );
  }
  if (blanks === 'ENTITY' && ((only ?? []).length > 0 || (exclude ?? []).length > 0)) {
    throw invalid(
      'Segments of selected entities need "blanks: APART": with "blanks: ENTITY", select the rows by "where" instead of "only" and "exclude".',
    );
  }
  return column;
}

/** Whether a column holds amounts, which can be added up: numbers that are not codes, names, years or months. */
export function isSummable({ dataType, role }: Column): boolean {
  const isNumber = dataType === 'INTEGER' || dataType === 'DECIMAL' || dataType === 'DOUBLE';
  return isNumber && role === 'NUMERIC';
}

function summable(schema: DatasetSchema, column: Column): Column {
  if (isSummable(column)) return column;
  const available = schema.columns.filter(isSummable).map((candidate) => candidate.name);
  const choice = available.length > 0 ? `Columns that can: ${available.join(', ')}.` : 'No column of it can.';
  throw new ConcentricError(
    'COLUMN_NOT_NUMERIC',
    `Column ${JSON.stringify(column.name)} cannot be summed: its type is ${column.dataType}, its role ${column.role}. ${choice}`,
    { column: column.name, dataType: column.dataType, role: column.role, available },
  );
}

/** Adds to an error which item of a list it is about. */
function atArgument<T>(argument: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof ConcentricError)) throw error;
    throw new ConcentricError(error.code, `${error.message} (at ${argument})`, { ...error.details, argument });
  }
}
