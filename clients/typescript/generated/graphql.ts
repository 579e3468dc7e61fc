/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What to analyse: who makes up how much of which value. */
export type AnalysisInput = {
  /** The column whose values are the entities, by normalized name. */
  groupBy: string;
  /** Default the schema’s; one of its candidates, or NONE. */
  periodGrain?: PeriodGrain | null | undefined;
  /** Percentages: 1 to 10 numbers, each above 0 and at most 100; sorted, duplicates dropped. */
  thresholds?: Array<number> | null | undefined;
  /** Head counts: 1 to 10 numbers, each from 1 to 1000; sorted, duplicates dropped. */
  topN?: Array<number> | null | undefined;
  /** The numeric column that is added up, by normalized name. */
  value: string;
};

/** The kinds of files an analysis can be downloaded as. */
export type ArtifactFormat =
  /** A tidy table: one row for each period and measure. */
  | 'CSV'
  /** The whole analysis, as the API gives it. */
  | 'JSON'
  /** A workbook with the sheets Summary, Chart, Entities and Parameters. */
  | 'XLSX';

/** What was done to a cell to read its value. */
export type CoercionKind =
  /** A word such as yes or no was read as true or false. */
  | 'BOOLEAN_PARSED'
  /** A currency sign or code was removed. */
  | 'CURRENCY_REMOVED'
  /** A date not in ISO form was read. */
  | 'DATE_PARSED'
  /** A comma was read as the decimal mark. */
  | 'DECIMAL_COMMA'
  /** A word that says "nothing here", such as n/a, became null. */
  | 'NULL_MARKER'
  /** Parentheses were read as minus. */
  | 'PARENTHESES_NEGATED'
  /** A percentage was divided by 100. */
  | 'PERCENT_NORMALIZED'
  /** A suffix such as k or m was multiplied out. */
  | 'SCALE_APPLIED'
  /** Marks between thousands were removed. */
  | 'THOUSANDS_REMOVED'
  /** The cell is not of the type of its column and became null. */
  | 'UNPARSEABLE';

/** What a column is, where the detection got it wrong. */
export type ColumnOverride = {
  /** What the column means, for people. */
  description?: string | null | undefined;
  /** The normalized name of the column. */
  name: string;
  /** What the column is for. */
  role: ColumnRole;
};

/** What a column is for. */
export type ColumnRole =
  /** Yes or no. */
  | 'BOOLEAN'
  /** Names things to group by. */
  | 'CATEGORICAL'
  /** Tells when. */
  | 'DATETIME'
  /** Numbers or codes that name things; never added up. */
  | 'IDENTIFIER'
  /** Holds amounts to add up. */
  | 'NUMERIC'
  /** Free text. */
  | 'TEXT';

/** How the values of a column are stored. */
export type DataType =
  /** True or false. */
  | 'BOOLEAN'
  /** Days. */
  | 'DATE'
  /** Exact decimal numbers; sums are exact. */
  | 'DECIMAL'
  /** Binary floating-point numbers, where decimals would not hold them. */
  | 'DOUBLE'
  /** Whole numbers; sums are exact. */
  | 'INTEGER'
  /** Text. */
  | 'STRING'
  /** Days with a time. */
  | 'TIMESTAMP';

/** The order of a list of datasets. */
export type DatasetOrder =
  /** By name. */
  | 'NAME'
  /** Last created first. */
  | 'NEWEST'
  /** First created first. */
  | 'OLDEST'
  /** Most rows first. */
  | 'ROWS';

/** How far a dataset is. */
export type DatasetStatus =
  /** The file could not be read; failure says why. normalizeDataset with other options may help. */
  | 'FAILED'
  /** The first file is being read; there is nothing to ask yet. */
  | 'PROCESSING'
  /** It can be asked. A replacement under way shows when it is done. */
  | 'READY';

/** The order of the parts of a date. */
export type DateOrder =
  /** Day first: 31/12/2024. */
  | 'DMY'
  /** Month first: 12/31/2024. */
  | 'MDY'
  /** Year first: 2024-12-31. */
  | 'YMD';

/** What stands before the fraction of a number. */
export type DecimalMark =
  /** 1.234,56 */
  | 'COMMA'
  /** 1,234.56 */
  | 'POINT';

/** How to read a file. Whatever is left out is detected. */
export type NormalizationOptions = {
  /** For dates such as 03/04/2024; default detected per column. */
  dateOrder?: DateOrder | null | undefined;
  /** For numbers such as 1,234; default detected per column. */
  decimalMark?: DecimalMark | null | undefined;
  /** Text files: what separates the cells; default detected. */
  delimiter?: string | null | undefined;
  /** Text files: encoding such as utf-8 or windows-1252; default detected. */
  encoding?: string | null | undefined;
  /** Row of the header, counted from 1; default detected. */
  headerRow?: number | null | undefined;
  /** XLSX: name of the sheet; default the first visible sheet that holds a table. */
  sheet?: string | null | undefined;
  /** Columns named as periods become rows. */
  unpivot?: boolean | null | undefined;
};

/** A new version of a dataset from the file it has, read with other options. */
export type NormalizeDatasetInput = {
  /** The dataset. */
  id: string;
  /** How to read the file. */
  options: NormalizationOptions;
  /** Answer when the dataset is READY or FAILED; where false, as soon as the file is safe on disk. */
  wait?: boolean | null | undefined;
};

/** How long a period is. */
export type PeriodGrain =
  /** One day; keys such as `2024-03-31`. */
  | 'DATE'
  /** No periods: all rows together. */
  | 'NONE'
  /** One year; keys such as `2024`. */
  | 'YEAR'
  /** One month; keys such as `2024-M03`. */
  | 'YEAR_MONTH'
  /** One quarter; keys such as `2024-Q1`. */
  | 'YEAR_QUARTER';

/** What is done with a file, in this order; the last is DONE or FAILED. */
export type ProgressStage =
  /** The dataset is READY with what the file holds. */
  | 'DONE'
  /** The file could not be read, or did not arrive; failure says why. */
  | 'FAILED'
  /** The cells are typed and written. */
  | 'NORMALIZING'
  /** Every column is examined. */
  | 'PROFILING'
  /** The file becomes a table of text. */
  | 'READING'
  /** The file arrives, or has arrived and waits its turn (bytesTotal is set then). */
  | 'RECEIVING'
  /** The new version is published. */
  | 'WRITING';

/** A new version of a dataset from a new file. */
export type ReplaceDatasetInput = {
  /** CSV, TSV, XLSX or Parquet. */
  file: Blob;
  /** The dataset. */
  id: string;
  /** How to read the file. */
  options?: NormalizationOptions | null | undefined;
  /** Answer when the dataset is READY or FAILED; where false, as soon as the file is safe on disk. */
  wait?: boolean | null | undefined;
};

/** How the numbers of a column were written, so that a page can write them alike. */
export type Representation =
  /** Amounts of money. */
  | 'CURRENCY'
  /** Percentages; stored divided by 100. */
  | 'PERCENT'
  /** Bare numbers. */
  | 'PLAIN';

/** Overrides what was detected. What is left out stays as it is; the file and its data are not touched. */
export type SaveSchemaInput = {
  /** Columns whose role or description changes. */
  columns?: Array<ColumnOverride> | null | undefined;
  /** The dataset. */
  id: string;
  /** The grain analyses take by default; one the time columns allow, or NONE. */
  periodGrain?: PeriodGrain | null | undefined;
  /** The columns to take the period from, in order: a date; or a year and a month; …. */
  timeColumns?: Array<string> | null | undefined;
};

/** The kinds of files that can be read. */
export type SourceFormat =
  /** Delimited text: commas, semicolons or pipes. */
  | 'CSV'
  /** Apache Parquet. */
  | 'PARQUET'
  /** Text delimited by tabs. */
  | 'TSV'
  /** An Excel workbook (.xlsx, .xlsm). */
  | 'XLSX';

/** A new dataset from a file. */
export type UploadDatasetInput = {
  /** CSV, TSV, XLSX or Parquet. */
  file: Blob;
  /** Name of the dataset; default the file’s. */
  name?: string | null | undefined;
  /** How to read the file. */
  options?: NormalizationOptions | null | undefined;
  /** Answer when the dataset is READY or FAILED; where false, as soon as the file is safe on disk. */
  wait?: boolean | null | undefined;
};

/** What a warning is about; stable, made for programs. */
export type WarningCode =
  /** No date proves whether the day or the month comes first; month first was assumed. */
  | 'AMBIGUOUS_DATE_ORDER'
  /** Some rows have no entity; together they count as one, `(blank)`. */
  | 'BLANK_ENTITY'
  /** Two columns had the same name; one was given a number. */
  | 'DUPLICATE_HEADER'
  /** Some rows are exact copies of others; all of them are counted. */
  | 'DUPLICATE_ROWS'
  /** The column has no value at all. */
  | 'EMPTY_COLUMN'
  /** Some bytes are not text in the encoding of the file and were replaced. */
  | 'ENCODING_REPLACED'
  /** Some cells hold a spreadsheet error such as #DIV/0!; they are null in the data. */
  | 'ERROR_CELLS'
  /** Many cells of the column are empty. */
  | 'HIGH_NULL_RATE'
  /** One column holds more than one currency; nothing was converted. */
  | 'MIXED_CURRENCIES'
  /** One column holds dates in more than one order. */
  | 'MIXED_DATE_FORMATS'
  /** The column mixes kinds of values and was read as text. */
  | 'MIXED_TYPES'
  /** Several columns could be the time; the first of timeCandidates was taken. */
  | 'MULTIPLE_TIME_CANDIDATES'
  /** Some entities differ only in case, spaces or Unicode form and were counted apart. */
  | 'NEAR_DUPLICATE_ENTITIES'
  /** Some entities have a negative value, so cumulative shares may pass 100 % before they fall back. */
  | 'NEGATIVE_VALUES'
  /** The values do not add up to more than zero, so there are no shares. */
  | 'NON_POSITIVE_TOTAL'
  /** No column holds a date, a year or a period: analyses have no periods. */
  | 'NO_TIME_DIMENSION'
  /** Some rows have no value and were left out. */
  | 'NULL_VALUES'
  /** The workbook has other sheets that hold a table; normalize with options.sheet to read one of them. */
  | 'OTHER_SHEETS'
  /** Some values lie very far from the others. */
  | 'OUTLIERS'
  /** Periods are missing between the first and the last. */
  | 'PERIOD_GAPS'
  /** Columns disagree about the period, such as month May beside quarter 4; the finer one was taken. */
  | 'PERIOD_MISMATCH'
  /** Some rows have more or fewer cells than there are columns. */
  | 'RAGGED_ROWS'
  /** Some rows hold a quote that opens or closes no cell; they were read line by line. */
  | 'STRAY_QUOTES'
  /** The last row repeats the column sums and was left out. */
  | 'TOTAL_ROW'
  /** Some rows have no period; they count in TOTAL and in the period UNKNOWN. */
  | 'UNKNOWN_PERIOD'
  /** Some cells are not of the type of their column; they are null in the data and listed in rejected. */
  | 'UNPARSEABLE_VALUES'
  /** Columns named as periods were turned into rows. */
  | 'UNPIVOTED';

export type AnalysesQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AnalysesQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, analyses: { __typename: 'AnalysisConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null }, edges: Array<{ __typename: 'AnalysisEdge', cursor: string, node: { __typename: 'Analysis', id: string, computedAt: string, parameters: { __typename: 'AnalysisParameters', groupBy: string, value: string, periodGrain: PeriodGrain } } }> } } | null };

export type AnalysisQueryVariables = Exact<{
  id: string;
  input: AnalysisInput;
  head?: number | null | undefined;
}>;


export type AnalysisQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, name: string, analysis: { __typename: 'Analysis', id: string, datasetVersion: number, parameters: { __typename: 'AnalysisParameters', groupBy: string, value: string, periodGrain: PeriodGrain, thresholds: Array<number>, topN: Array<number> }, total: { __typename: 'PeriodConcentration', period: string, total: number, entityCount: number, hhi: number | null, gini: number | null, effectiveEntities: number | null, thresholds: Array<{ __typename: 'ThresholdConcentration', threshold: number, within: { __typename: 'Bucket', count: number, value: number, share: number }, reaching: { __typename: 'Bucket', count: number, value: number, share: number }, topPercent: { __typename: 'Bucket', count: number, value: number, share: number } }>, head: Array<{ __typename: 'EntityShare', rank: number, entity: string, value: number, share: number, cumulativeShare: number }>, change: { __typename: 'PeriodChange', previous: string, total: number, totalPercent: number | null, hhi: number | null, entered: number, left: number } | null, problem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null }, byPeriod: Array<{ __typename: 'PeriodConcentration', period: string, total: number, entityCount: number, hhi: number | null, gini: number | null, effectiveEntities: number | null, thresholds: Array<{ __typename: 'ThresholdConcentration', threshold: number, within: { __typename: 'Bucket', count: number, value: number, share: number }, reaching: { __typename: 'Bucket', count: number, value: number, share: number }, topPercent: { __typename: 'Bucket', count: number, value: number, share: number } }>, head: Array<{ __typename: 'EntityShare', rank: number, entity: string, value: number, share: number, cumulativeShare: number }>, change: { __typename: 'PeriodChange', previous: string, total: number, totalPercent: number | null, hhi: number | null, entered: number, left: number } | null, problem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null }>, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null }>, artifacts: Array<{ __typename: 'Artifact', format: ArtifactFormat, url: string, fileName: string, sizeBytes: number }> } } | null };

export type DatasetQueryVariables = Exact<{
  id: string;
  atLeastVersion?: number | null | undefined;
}>;


export type DatasetQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: string, message: string } | null } | null };

export type DatasetProgressSubscriptionVariables = Exact<{
  id: string;
}>;


export type DatasetProgressSubscription = { datasetProgress: { __typename: 'DatasetProgress', stage: ProgressStage, fraction: number | null, rowsDone: number, bytesDone: number, bytesTotal: number | null, failure: { __typename: 'Failure', code: string, message: string } | null, dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: string, message: string } | null } } };

export type DatasetSchemaQueryVariables = Exact<{
  id: string;
  rows?: number | null | undefined;
}>;


export type DatasetSchemaQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, name: string, version: number, schema: { __typename: 'Schema', datasetId: string, version: number, rowCount: number, periodGrain: PeriodGrain, periodGrainCandidates: Array<PeriodGrain>, timeColumns: Array<string>, timeCandidates: Array<string>, columns: Array<{ __typename: 'Column', name: string, originalName: string, role: ColumnRole, dataType: DataType, representation: Representation, description: string | null, cardinality: number, nullRate: number, min: string | null, max: string | null, samples: Array<string>, coercions: Array<{ __typename: 'Coercion', kind: CoercionKind, count: number, example: string | null }> }>, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null }> } | null, preview: { __typename: 'Preview', columns: Array<string>, rows: Array<Array<string | null>> } } | null };

export type DatasetsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  search?: string | null | undefined;
  orderBy?: DatasetOrder | null | undefined;
}>;


export type DatasetsQuery = { __typename: 'Query', datasets: { __typename: 'DatasetConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null }, edges: Array<{ __typename: 'DatasetEdge', cursor: string, node: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: string, message: string } | null } }> } };

export type DeleteDatasetMutationVariables = Exact<{
  id: string;
}>;


export type DeleteDatasetMutation = { __typename: 'Mutation', deleteDataset: { __typename: 'DeletePayload', id: string } };

export type NormalizeDatasetMutationVariables = Exact<{
  input: NormalizeDatasetInput;
}>;


export type NormalizeDatasetMutation = { __typename: 'Mutation', normalizeDataset: { __typename: 'DatasetPayload', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: string, message: string } | null } } };

export type ReplaceDatasetMutationVariables = Exact<{
  input: ReplaceDatasetInput;
}>;


export type ReplaceDatasetMutation = { __typename: 'Mutation', replaceDataset: { __typename: 'DatasetPayload', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: string, message: string } | null } } };

export type SaveSchemaMutationVariables = Exact<{
  input: SaveSchemaInput;
}>;


export type SaveSchemaMutation = { __typename: 'Mutation', saveSchema: { __typename: 'SchemaPayload', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: string, message: string } | null }, schema: { __typename: 'Schema', datasetId: string, version: number, rowCount: number, periodGrain: PeriodGrain, periodGrainCandidates: Array<PeriodGrain>, timeColumns: Array<string>, timeCandidates: Array<string>, columns: Array<{ __typename: 'Column', name: string, originalName: string, role: ColumnRole, dataType: DataType, representation: Representation, description: string | null, cardinality: number, nullRate: number, min: string | null, max: string | null, samples: Array<string>, coercions: Array<{ __typename: 'Coercion', kind: CoercionKind, count: number, example: string | null }> }>, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null }> } } };

export type SuggestionsQueryVariables = Exact<{
  id: string;
}>;


export type SuggestionsQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, name: string, suggestions: Array<{ __typename: 'AnalysisSuggestion', groupBy: string, value: string, periodGrain: PeriodGrain, reason: string }> } | null };

export type UploadDatasetMutationVariables = Exact<{
  input: UploadDatasetInput;
}>;


export type UploadDatasetMutation = { __typename: 'Mutation', uploadDataset: { __typename: 'DatasetPayload', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: string, message: string } | null } } };

export type ConcentrationFragment = { __typename: 'PeriodConcentration', period: string, total: number, entityCount: number, hhi: number | null, gini: number | null, effectiveEntities: number | null, thresholds: Array<{ __typename: 'ThresholdConcentration', threshold: number, within: { __typename: 'Bucket', count: number, value: number, share: number }, reaching: { __typename: 'Bucket', count: number, value: number, share: number }, topPercent: { __typename: 'Bucket', count: number, value: number, share: number } }>, head: Array<{ __typename: 'EntityShare', rank: number, entity: string, value: number, share: number, cumulativeShare: number }>, change: { __typename: 'PeriodChange', previous: string, total: number, totalPercent: number | null, hhi: number | null, entered: number, left: number } | null, problem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null };

export type DatasetSummaryFragment = { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: string, message: string } | null };

export type SchemaDetailsFragment = { __typename: 'Schema', datasetId: string, version: number, rowCount: number, periodGrain: PeriodGrain, periodGrainCandidates: Array<PeriodGrain>, timeColumns: Array<string>, timeCandidates: Array<string>, columns: Array<{ __typename: 'Column', name: string, originalName: string, role: ColumnRole, dataType: DataType, representation: Representation, description: string | null, cardinality: number, nullRate: number, min: string | null, max: string | null, samples: Array<string>, coercions: Array<{ __typename: 'Coercion', kind: CoercionKind, count: number, example: string | null }> }>, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null }> };

export type ShareFragment = { __typename: 'Bucket', count: number, value: number, share: number };

export const ShareFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Share"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Bucket"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]} as unknown as DocumentNode<ShareFragment, unknown>;
export const ConcentrationFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Concentration"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PeriodConcentration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"entityCount"}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"gini"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveEntities"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"threshold"}},{"kind":"Field","name":{"kind":"Name","value":"within"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reaching"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"topPercent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"head"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"head"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rank"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"cumulativeShare"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"previous"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"totalPercent"}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"entered"}},{"kind":"Field","name":{"kind":"Name","value":"left"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Share"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Bucket"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]} as unknown as DocumentNode<ConcentrationFragment, unknown>;
export const DatasetSummaryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<DatasetSummaryFragment, unknown>;
export const SchemaDetailsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SchemaDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Schema"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datasetId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrainCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"timeColumns"}},{"kind":"Field","name":{"kind":"Name","value":"timeCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"originalName"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"dataType"}},{"kind":"Field","name":{"kind":"Name","value":"representation"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"cardinality"}},{"kind":"Field","name":{"kind":"Name","value":"nullRate"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"coercions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"example"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]} as unknown as DocumentNode<SchemaDetailsFragment, unknown>;
export const AnalysesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Analyses"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"analyses"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"computedAt"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"groupBy"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<AnalysesQuery, AnalysesQueryVariables>;
export const AnalysisDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Analysis"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AnalysisInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"head"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"analysis"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"groupBy"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"}},{"kind":"Field","name":{"kind":"Name","value":"topN"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Concentration"}}]}},{"kind":"Field","name":{"kind":"Name","value":"byPeriod"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Concentration"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"artifacts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Share"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Bucket"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Concentration"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PeriodConcentration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"entityCount"}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"gini"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveEntities"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"threshold"}},{"kind":"Field","name":{"kind":"Name","value":"within"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reaching"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"topPercent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"head"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"head"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rank"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"cumulativeShare"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"previous"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"totalPercent"}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"entered"}},{"kind":"Field","name":{"kind":"Name","value":"left"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<AnalysisQuery, AnalysisQueryVariables>;
export const DatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Dataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"atLeastVersion"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"atLeastVersion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"atLeastVersion"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<DatasetQuery, DatasetQueryVariables>;
export const DatasetProgressDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"DatasetProgress"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"datasetProgress"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"fraction"}},{"kind":"Field","name":{"kind":"Name","value":"rowsDone"}},{"kind":"Field","name":{"kind":"Name","value":"bytesDone"}},{"kind":"Field","name":{"kind":"Name","value":"bytesTotal"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<DatasetProgressSubscription, DatasetProgressSubscriptionVariables>;
export const DatasetSchemaDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DatasetSchema"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"rows"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"schema"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SchemaDetails"}}]}},{"kind":"Field","name":{"kind":"Name","value":"preview"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"rows"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"columns"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SchemaDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Schema"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datasetId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrainCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"timeColumns"}},{"kind":"Field","name":{"kind":"Name","value":"timeCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"originalName"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"dataType"}},{"kind":"Field","name":{"kind":"Name","value":"representation"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"cardinality"}},{"kind":"Field","name":{"kind":"Name","value":"nullRate"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"coercions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"example"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]} as unknown as DocumentNode<DatasetSchemaQuery, DatasetSchemaQueryVariables>;
export const DatasetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Datasets"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetOrder"}},"defaultValue":{"kind":"EnumValue","value":"NEWEST"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datasets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<DatasetsQuery, DatasetsQueryVariables>;
export const DeleteDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"deleteDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<DeleteDatasetMutation, DeleteDatasetMutationVariables>;
export const NormalizeDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"NormalizeDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"NormalizeDatasetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"normalizeDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<NormalizeDatasetMutation, NormalizeDatasetMutationVariables>;
export const ReplaceDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReplaceDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReplaceDatasetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"replaceDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<ReplaceDatasetMutation, ReplaceDatasetMutationVariables>;
export const SaveSchemaDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveSchema"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SaveSchemaInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"saveSchema"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"schema"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SchemaDetails"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SchemaDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Schema"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datasetId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrainCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"timeColumns"}},{"kind":"Field","name":{"kind":"Name","value":"timeCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"originalName"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"dataType"}},{"kind":"Field","name":{"kind":"Name","value":"representation"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"cardinality"}},{"kind":"Field","name":{"kind":"Name","value":"nullRate"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"coercions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"example"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]} as unknown as DocumentNode<SaveSchemaMutation, SaveSchemaMutationVariables>;
export const SuggestionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Suggestions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"suggestions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"groupBy"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]} as unknown as DocumentNode<SuggestionsQuery, SuggestionsQueryVariables>;
export const UploadDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UploadDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UploadDatasetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"uploadDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<UploadDatasetMutation, UploadDatasetMutationVariables>;