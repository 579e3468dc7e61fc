/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** The question an analysis answers: which entities make up how much of which value. */
export type AnalysisInput = {
  /** What rows are whose cells in `groupBy` are all blank. */
  blanks?: Blanks | null | undefined;
  /** When two texts are the same entity. */
  entityMatching?: EntityMatching | null | undefined;
  /** The column whose values are the entities, by `Column.name`. With 2 to 4 columns an entity is the combination of their values. */
  groupBy: Array<string>;
  /** Whether entities are counted on their own or together under their topmost parent, by the mapping of `saveEntities`. Without a mapping both are the same. */
  level?: EntityLevel | null | undefined;
  /** Short for `periods: { grain: … }`. An error if both are given and differ. */
  periodGrain?: PeriodGrain | null | undefined;
  /** How time is divided into periods. */
  periods?: PeriodInput | null | undefined;
  /** Percentages: 1 to 10 numbers, each above 0 and at most 100. Sorted; duplicates are dropped. */
  thresholds?: Array<number> | null | undefined;
  /** Numbers of largest entities: 1 to 10 numbers, each from 1 to 1000. Sorted; duplicates are dropped. */
  topN?: Array<number> | null | undefined;
  /** The column of amounts to add up, by `Column.name`. */
  value: string;
  /** The version to analyse, one of `Dataset.versions`. Default: the current version. Error VERSION_NOT_KEPT if it is no longer kept. */
  version?: number | null | undefined;
  /** Analyse only the rows that it selects. Default: all rows. If it selects none, the analysis has no rows; that is not an error. */
  where?: RowFilter | null | undefined;
};

/** The kinds of files an analysis can be downloaded as. */
export type ArtifactFormat =
  /** A tidy table: one row for each period and measure. */
  | 'CSV'
  /** The whole analysis, as the API gives it. */
  | 'JSON'
  /** A workbook with the sheets Summary, Chart, Entities, Changes (where a period has one before it) and Parameters. */
  | 'XLSX';

/** What rows without an entity are. */
export type Blanks =
  /** No entity: they count in the total, which shares are of, and are shown in `unassigned`. HHI, effective entities, Gini and the Lorenz curve are of the other rows. */
  | 'APART'
  /** One entity, `(blank)`, as any other. */
  | 'ENTITY';

/** How sure it is that names are one. */
export type Certainty =
  /** They differ in punctuation, accents or the spelling of their legal form only. */
  | 'HIGH'
  /** A typo is among the reasons: look at both. */
  | 'LOW'
  /** They have the same words in another order or with other breaks, or one lacks the legal form. */
  | 'MEDIUM';

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
  /** A flag of a statistical office, such as b or p, was removed. */
  | 'FLAG_REMOVED'
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
  /** A unit such as kg or m was removed. */
  | 'UNIT_REMOVED'
  /** The cell is not of the type of its column and became null. */
  | 'UNPARSEABLE';

/** How to read one column. What is not given is detected. */
export type ColumnOptions = {
  /** For its dates; before `options.dateOrder`. */
  dateOrder?: DateOrder | null | undefined;
  /** For its numbers; before `options.decimalMark`. */
  decimalMark?: DecimalMark | null | undefined;
  /** The name of the column, or its header; what normalizes to its name finds it too. */
  name: string;
  /** The unit of its numbers. Percentages and cells that state their own (`5k`) stay as they are. */
  scale?: NumberScale | null | undefined;
  /** What its cells are. Error TYPE_NOT_AVAILABLE where no cell is of that type. */
  type?: ColumnType | null | undefined;
};

/** What a column is, where the detection got it wrong. */
export type ColumnOverride = {
  /** What the column means, for people. */
  description?: string | null | undefined;
  /** What people call the column, at most 200 characters; an empty text gives it its header back. */
  label?: string | null | undefined;
  /** The normalized name of the column. */
  name: string;
  /** What the column is for; one of `Column.availableRoles`, else ROLE_NOT_AVAILABLE. */
  role?: ColumnRole | null | undefined;
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

/** What the cells of a column are to be read as. */
export type ColumnType =
  /** Words for yes or no. */
  | 'BOOLEAN'
  /** Days, with or without a time. `20240131` and serial numbers of spreadsheets are dates too. */
  | 'DATE'
  /** The column is left out of the data and of the schema. */
  | 'IGNORE'
  /** Numbers. Cells that are none become null, are counted and listed in `rejected`. */
  | 'NUMBER'
  /** Years, quarters or months. `2024` and `202403` are periods too. */
  | 'PERIOD'
  /** Text: every cell as it is in the file, without white space at its edges. `00123`, `1E5`, `1.10` and `N/A` stay. */
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
  /** Year first: 24/12/31. A year of four digits that comes first needs no saying. */
  | 'YMD';

/** What stands before the fraction of a number. */
export type DecimalMark =
  /** 1.234,56 */
  | 'COMMA'
  /** 1,234.56 */
  | 'POINT';

/** Names that are different entities. */
export type DistinctNamesInput = {
  /** Two or more names; no two of them are proposed as one again. */
  names: Array<string>;
};

/** Which entity a row counts for. */
export type EntityLevel =
  /** The one that its name is merged into, or its name. */
  | 'ENTITY'
  /** The topmost parent of that one, or itself where it has none. */
  | 'PARENT';

/** When two texts are the same entity. */
export type EntityMatching =
  /** Only the same text is the same entity. */
  | 'EXACT'
  /** Texts that differ only in letter case, white space or Unicode form are one entity, shown in the spelling of the largest sum. Columns with the role IDENTIFIER and columns of codes are matched exactly. */
  | 'FOLDED';

/** Names that count as one entity. */
export type EntityMergeInput = {
  /** The name to show the entity under: one of its names, or a new one. */
  entity: string;
  /** The names it has in the data. Case, spaces and width do not matter. */
  names: Array<string>;
};

/** An entity that belongs to another. */
export type EntityParentInput = {
  /** The name of a merge, or a name of the data that is not merged. */
  entity: string;
  /** What it belongs to: another entity, or a new name. */
  parent: string;
};

/** What went wrong: the `extensions.code` of an error, and the code of a `Failure`. Codes are stable; new ones may be added. */
export type ErrorCode =
  /** There is no such file of an analysis: its dataset was deleted or its version is no longer kept. Query the analysis again for new links. */
  | 'ARTIFACT_NOT_FOUND'
  /** The multipart request does not follow the GraphQL multipart request specification. Send `operations`, `map` and the files, in this order. */
  | 'BAD_MULTIPART_REQUEST'
  /** The HTTP request is not a GraphQL operation in a supported form. The message says what was expected. */
  | 'BAD_REQUEST'
  /** A variable or an argument has a value that its type does not allow. Correct the value. */
  | 'BAD_USER_INPUT'
  /** The request body is larger than an operation may be. Send files as multipart/form-data. */
  | 'BODY_TOO_LARGE'
  /** The dataset has no column of that name. Use a name of `Column.name`; the message names the nearest one. */
  | 'COLUMN_NOT_FOUND'
  /** The values of the column cannot be added up. Choose a column of amounts; the message lists them. */
  | 'COLUMN_NOT_NUMERIC'
  /** The column holds numbers, dates or truth values, which have no spellings to merge. Choose a text column; the message lists them. */
  | 'COLUMN_NOT_TEXT'
  /** The version was replaced or deleted while it was being read. Send the operation again. */
  | 'CONFLICT'
  /** The request could have been sent by a foreign web page. Send the header `apollo-require-preflight` with it. */
  | 'CSRF_PREVENTED'
  /** The dataset does not exist or was deleted. List the datasets with `datasets`. */
  | 'DATASET_NOT_FOUND'
  /** The file of the dataset is still being read, or could not be read. See `status` and `failure`. */
  | 'DATASET_NOT_READY'
  /** The service runs registered operations only, and this is none of them. Send the id of a registered one. */
  | 'DOCUMENT_NOT_TRUSTED'
  /** Two files of the dataset have the same rows, which would count twice. Leave one out, or send `allowDuplicate: true`. */
  | 'DUPLICATE_SOURCE'
  /** The file has no content. Upload a file with a header and at least one row. */
  | 'EMPTY_FILE'
  /** An entity would be its own parent, directly or by others. The message names the circle; take one of its links out. */
  | 'ENTITY_CYCLE'
  /** Someone else saved the mapping of the column since it was read. Read it again and repeat the change. */
  | 'ENTITY_MAPPING_CHANGED'
  /** The stored mapping of a column is damaged or missing. Save merges, parents and distinct names again with saveEntities. */
  | 'ENTITY_MAPPING_DAMAGED'
  /** A name stands in two merges, or an entity has two parents. The message says where; leave one of them out. */
  | 'ENTITY_NAME_REPEATED'
  /** The column has no such name. The message gives the nearest one; or send `unknownNames: KEEP` for names of later files. */
  | 'ENTITY_NAME_UNKNOWN'
  /** The file, or what it expands to, is larger than the service accepts. Upload a smaller file. */
  | 'FILE_TOO_LARGE'
  /** The key has a role that does not allow this operation. Use a key of the role that the message names. */
  | 'FORBIDDEN'
  /** The time columns do not allow this period grain. Choose one of `periodGrainCandidates`, or NONE. */
  | 'GRAIN_NOT_AVAILABLE'
  /** The document is not valid GraphQL syntax. The message and `locations` say where. */
  | 'GRAPHQL_PARSE_FAILED'
  /** The document does not match the schema. The message says which field or argument. */
  | 'GRAPHQL_VALIDATION_FAILED'
  /** The idempotency key was used for another request within the last 24 hours. Send a new key, or the same request. */
  | 'IDEMPOTENCY_CONFLICT'
  /** The service failed because of an internal error. Send the operation again; if it fails again, report the request id. */
  | 'INTERNAL_SERVER_ERROR'
  /** Introspection is switched off. Use the published schema file. */
  | 'INTROSPECTION_DISABLED'
  /** `after` is not a cursor of this list. Pass `pageInfo.endCursor` unchanged. */
  | 'INVALID_CURSOR'
  /** `groupBy` does not name exactly one column. Name one; analyses by several columns are planned. */
  | 'INVALID_GROUP_BY'
  /** An argument or an input field has a value that is not allowed. The message says what was expected. */
  | 'INVALID_INPUT'
  /** An option for reading the file does not fit the file. Correct it, or leave it out to have it detected. */
  | 'INVALID_OPTION'
  /** `thresholds` must hold 1 to 10 percentages, each above 0 and at most 100. */
  | 'INVALID_THRESHOLDS'
  /** `topN` must hold 1 to 10 whole numbers, each from 1 to 1000. */
  | 'INVALID_TOP_N'
  /** The download link has expired. Query the analysis again for a new one, or send a key. */
  | 'LINK_EXPIRED'
  /** The signature of the download link does not match. Query the analysis again for a new link. */
  | 'LINK_INVALID'
  /** A service without keys answers requests to this machine only. Set PUBLIC_URL if it runs behind a proxy. */
  | 'MISDIRECTED_REQUEST'
  /** There is no resource at this path. The API is at `/graphql`. */
  | 'NOT_FOUND'
  /** A sheet or file has none of the columns of the others, so they are not one table. Leave it out, or upload it as a dataset of its own. */
  | 'NO_COMMON_COLUMN'
  /** The file holds no table: no header with a row below it. Check the file, or name the sheet or the header row. */
  | 'NO_TABLE'
  /** The document has no operation of that name, or several and none is named. Send `operationName`. */
  | 'OPERATION_RESOLUTION_FAILURE'
  /** The operation is too large or costs too much. Select less, or send it in parts. */
  | 'OPERATION_TOO_LARGE'
  /** The service has too much work at the moment, or is shutting down. Try again later. */
  | 'OVERLOADED'
  /** No document is registered under this id. Send its text in `query`. */
  | 'PERSISTED_QUERY_NOT_FOUND'
  /** The key has used its rate of operations. Wait as long as the header `Retry-After` says. */
  | 'RATE_LIMITED'
  /** The record of the dataset cannot be read. Restore the file that the message names from a backup, or delete the dataset. */
  | 'RECORD_DAMAGED'
  /** The values of the column do not allow this role. The message says why, and what to change first. */
  | 'ROLE_NOT_AVAILABLE'
  /** The workbook has no sheet of that name. The message lists its sheets. */
  | 'SHEET_NOT_FOUND'
  /** The dataset has no file of that name. Use a name of `Dataset.sources`; the message lists them. */
  | 'SOURCE_NOT_FOUND'
  /** The storage folder cannot be read or written. The operator must free space or repair it. */
  | 'STORAGE_UNAVAILABLE'
  /** No period can be read from these columns together. The message says which columns can be used. */
  | 'TIME_COLUMNS_INVALID'
  /** The file has more columns than the service accepts. Remove columns that are not needed. */
  | 'TOO_MANY_COLUMNS'
  /** More files or sheets than the service stacks. Put some of them together before you send them. */
  | 'TOO_MANY_SOURCES'
  /** The cells of the column cannot be read as the type given for it. The message says what they are; give another type. */
  | 'TYPE_NOT_AVAILABLE'
  /** The service requires a key, and none or an unknown one was sent. Send `Authorization: Bearer <key>`. */
  | 'UNAUTHENTICATED'
  /** The file is damaged or protected. Open it in its program, save it again and upload that. */
  | 'UNREADABLE_FILE'
  /** Files of this kind cannot be read. Upload CSV, TSV, XLSX or Parquet. */
  | 'UNSUPPORTED_FORMAT'
  /** The Content-Type of the request is not supported. Send JSON or multipart/form-data. */
  | 'UNSUPPORTED_MEDIA_TYPE'
  /** The file did not arrive completely. Send it again. */
  | 'UPLOAD_INCOMPLETE'
  /** A file of the version is damaged and could not be rebuilt from its source. Upload the file again, or normalize the dataset. */
  | 'VERSION_DAMAGED'
  /** This version of the dataset is no longer kept, or does not exist. Choose one of `Dataset.versions`. */
  | 'VERSION_NOT_KEPT'
  /** The dataset has not reached `atLeastVersion` on this host in time. Send the operation again, or with a lower version. */
  | 'VERSION_NOT_REACHED';

/** How to read a file. What is not given is detected. */
export type NormalizationOptions = {
  /** Corrections of single columns, each named once. Left out: those of the current version stay, and what does not fit a new file is skipped with CORRECTION_SKIPPED. An empty list removes them. */
  columns?: Array<ColumnOptions> | null | undefined;
  /** For dates such as 03/04/2024; default detected per column. */
  dateOrder?: DateOrder | null | undefined;
  /** For numbers such as 1,234; default detected per column. */
  decimalMark?: DecimalMark | null | undefined;
  /** Text files: what separates the cells; default detected. */
  delimiter?: string | null | undefined;
  /** Text files: encoding such as utf-8 or windows-1252; default detected. */
  encoding?: string | null | undefined;
  /** Columns, by name or header, whose blank cells take the value above: for reports that write a group’s name once. */
  fillDown?: Array<string> | null | undefined;
  /** Row of the header, counted from 1; default detected. */
  headerRow?: number | null | undefined;
  /** XLSX: name of the sheet; default the first visible sheet that holds a table. */
  sheet?: string | null | undefined;
  /** XLSX: names of sheets that are parts of one table, such as a month each: their rows are stacked. `["*"]` for all visible sheets with the same columns. Not beside sheet. */
  sheets?: Array<string> | null | undefined;
  /** What to do with rows that are proven to be sums of other rows: totals and subtotals, averages and counts of rows, and percentages beside them. Default: LEAVE_OUT. */
  subtotals?: SubtotalHandling | null | undefined;
  /** Text files: which of several tables that stand below each other, counted from 1; default the first. */
  table?: number | null | undefined;
  /** Columns named as periods become rows. */
  unpivot?: boolean | null | undefined;
};

/** A new version of a dataset from the stored files, read with other options. */
export type NormalizeDatasetInput = {
  /** The dataset. */
  id: string;
  /** How to read the file. */
  options: NormalizationOptions;
  /** Answer when the dataset is READY or FAILED; where false, as soon as the file is safe on disk. */
  wait?: boolean | null | undefined;
};

/** The unit that the numbers of a column are written in. */
export type NumberScale =
  /** Billions: every number is multiplied by 1,000,000,000. */
  | 'BILLIONS'
  /** Hundredths, such as cents: every number is divided by 100. */
  | 'HUNDREDTHS'
  /** Millions: every number is multiplied by 1,000,000. */
  | 'MILLIONS'
  /** Thousands: every number is multiplied by 1,000. */
  | 'THOUSANDS';

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

/** How time is divided into periods. */
export type PeriodInput = {
  /** The length of a period: one of `Schema.periodGrainCandidates`, or NONE. Default: `Schema.periodGrain`. */
  grain?: PeriodGrain | null | undefined;
};

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

/** A new version of a dataset from a new file, or several. */
export type ReplaceDatasetInput = {
  /** Accept two files with the same rows. Otherwise they are refused with DUPLICATE_SOURCE, because they would count twice. */
  allowDuplicate?: boolean | null | undefined;
  /** CSV, TSV, XLSX or Parquet. Either this or files. */
  file?: Blob | null | undefined;
  /** Several files that are parts of one table, such as a month each: their rows are stacked. Columns meet by their header; what a file does not have is null in its rows. A column `source` names the file of each row. At most 100. */
  files?: Array<Blob> | null | undefined;
  /** The dataset. */
  id: string;
  /** A key of your choice, 1 to 200 visible characters. The same request with the same key within 24 hours returns the same dataset and reads no second file; another request with it fails with IDEMPOTENCY_CONFLICT. */
  idempotencyKey?: string | null | undefined;
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

/** A condition on rows: exactly one of `and`, `or`, `not` and `column`. Beside `column` at least one operator; several must all be true. Values are strings, read by the type of the column: numbers with a decimal point, ISO dates and times, `true` or `false`, text without regard to case and repeated spaces (columns with the role IDENTIFIER: exactly). A blank cell fulfils only `isBlank: true`, `notIn` and `not`. At most 5 levels, 100 conditions and 1,000 values. */
export type RowFilter = {
  /** All of these conditions are true. */
  and?: Array<RowFilter> | null | undefined;
  /** The column that the operators test, by `Column.name`. */
  column?: string | null | undefined;
  /** The cell contains this text. Only for columns of text. */
  contains?: string | null | undefined;
  /** The cell equals this value. */
  eq?: string | null | undefined;
  /** The cell is greater than this number, or later than this date or time. */
  gt?: string | null | undefined;
  /** The cell is this number, date or time, or greater or later. */
  gte?: string | null | undefined;
  /** The cell equals one of these values. */
  in?: Array<string> | null | undefined;
  /** The cell is blank (true) or not (false). */
  isBlank?: boolean | null | undefined;
  /** The cell is less than this number, or earlier than this date or time. */
  lt?: string | null | undefined;
  /** The cell is this number, date or time, or less or earlier. */
  lte?: string | null | undefined;
  /** This condition is false. */
  not?: RowFilter | null | undefined;
  /** The cell equals none of these values. Includes blank cells. */
  notIn?: Array<string> | null | undefined;
  /** At least one of these conditions is true. */
  or?: Array<RowFilter> | null | undefined;
  /** The cell starts with this text. Only for columns of text. */
  startsWith?: string | null | undefined;
};

/** Why a row of the source is not a row of the data. */
export type RowsLeftOutReason =
  /** It stands above the header: titles, notes, blank rows. */
  | 'BEFORE_HEADER'
  /** It holds nothing. */
  | 'BLANK'
  /** It is a page footer, a count of rows, or a note below the table. */
  | 'FOOTER'
  /** It is the header. */
  | 'HEADER'
  /** It belongs to another table of the file, with other columns; `options.table` reads that one. */
  | 'OTHER_TABLE'
  /** It repeats the header. */
  | 'REPEATED_HEADER'
  /** It is a line drawn between rows. */
  | 'RULE'
  /** It holds the sums, averages or counts of other rows, or percentages beside them. */
  | 'SUBTOTAL'
  /** It repeats the sums of the columns. */
  | 'TOTAL';

/** What people know about the names of a column. Each list replaces the saved one; a list that is left out stays; [] clears it. */
export type SaveEntitiesInput = {
  /** The EntityMapping.checksum that the change is based on, or "" for none: error ENTITY_MAPPING_CHANGED if it is another by now. */
  basedOn?: string | null | undefined;
  /** A text column, by normalized name. */
  column: string;
  /** All refused proposals. */
  distinct?: Array<DistinctNamesInput> | null | undefined;
  /** Instead of merges and parents: a CSV, TSV or XLSX file with the columns name, entity, parent in its first row. A blank entity is the name itself. */
  file?: Blob | null | undefined;
  /** The dataset. */
  id: string;
  /** All merges of the column. */
  merges?: Array<EntityMergeInput> | null | undefined;
  /** All parents. Circles are refused. */
  parents?: Array<EntityParentInput> | null | undefined;
  /** What to do with names that do not occur in the data. */
  unknownNames?: UnknownNames | null | undefined;
};

/** Overrides what was detected. What is left out stays as it is; the file and its data are not touched. */
export type SaveSchemaInput = {
  /** Columns whose role, label or description changes. */
  columns?: Array<ColumnOverride> | null | undefined;
  /** The dataset. */
  id: string;
  /** The grain analyses take by default; one the time columns allow, or NONE. */
  periodGrain?: PeriodGrain | null | undefined;
  /** The columns to take the period from, in order: a date; or a year and a month; …. */
  timeColumns?: Array<string> | null | undefined;
};

/** What names that are probably one differ in. */
export type SimilarityReason =
  /** Accents and umlauts: `Nestlé` and `Nestle`, `Müller` and `Mueller`. */
  | 'ACCENTS'
  /** The legal form is written otherwise, or missing: `Acme Ltd`, `Acme Limited`, `Acme`. */
  | 'LEGAL_FORM'
  /** Marks, points, hyphens, "&" for "and": `NHS CCG` and `NHS CCG *`. */
  | 'PUNCTUATION'
  /** One letter of a long word is missing, doubled, exchanged with its neighbour or mistyped. */
  | 'TYPO'
  /** Where words break: `Wal-Mart` and `Walmart`. */
  | 'WORD_BREAKS'
  /** The order of the words: `Bank of China` and `China, Bank of`. */
  | 'WORD_ORDER';

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

/** What to do with rows that hold the sums of other rows. */
export type SubtotalHandling =
  /** They stay in the data, so that what they sum counts twice. A warning names them. */
  | 'KEEP'
  /** They are left out, counted and named where their numbers are proven to be the sums of the rows above or below. */
  | 'LEAVE_OUT';

/** The part a column can play in a period. */
export type TimePart =
  /** A whole date. */
  | 'DATE'
  /** The month. */
  | 'MONTH'
  /** A whole period such as `2024-Q1` or `Jan-24`. */
  | 'PERIOD'
  /** The quarter. */
  | 'QUARTER'
  /** The year. */
  | 'YEAR';

/** What to do with names that do not occur in the data. */
export type UnknownNames =
  /** They are saved, for files that will bring them. */
  | 'KEEP'
  /** Error ENTITY_NAME_UNKNOWN with the nearest name, unless the name was saved before. */
  | 'REFUSE';

/** A new dataset from a file, or from several. */
export type UploadDatasetInput = {
  /** Accept two files with the same rows. Otherwise they are refused with DUPLICATE_SOURCE, because they would count twice. */
  allowDuplicate?: boolean | null | undefined;
  /** CSV, TSV, XLSX or Parquet. Either this or files. */
  file?: Blob | null | undefined;
  /** Several files that are parts of one table, such as a month each: their rows are stacked. Columns meet by their header; what a file does not have is null in its rows. A column `source` names the file of each row. At most 100. */
  files?: Array<Blob> | null | undefined;
  /** A key of your choice, 1 to 200 visible characters. The same request with the same key within 24 hours returns the same dataset and reads no second file; another request with it fails with IDEMPOTENCY_CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** Name of the dataset; default the file’s. */
  name?: string | null | undefined;
  /** How to read the file. */
  options?: NormalizationOptions | null | undefined;
  /** Answer when the dataset is READY or FAILED; where false, as soon as the file is safe on disk. */
  wait?: boolean | null | undefined;
};

/** How a version of a dataset came to be. */
export type VersionReason =
  /** By appendToDataset, from the files of the version before and more. */
  | 'APPEND'
  /** By normalizeDataset, from the files of the version before, read again. */
  | 'NORMALIZE'
  /** By removeSource, from the files of the version before without one. */
  | 'REMOVE_SOURCE'
  /** By replaceDataset, from a new file. */
  | 'REPLACE'
  /** By restoreVersion, as a copy of an earlier version. */
  | 'RESTORE'
  /** By uploadDataset: the first one, from whichever reading of the file succeeded. */
  | 'UPLOAD';

/** What a warning is about; stable, made for programs. */
export type WarningCode =
  /** No date proves whether the day or the month comes first; month first was assumed. */
  | 'AMBIGUOUS_DATE_ORDER'
  /** Nothing proves whether the marks of numbers such as 1.234 are decimal or part thousands; a decimal point was assumed. */
  | 'AMBIGUOUS_DECIMAL_MARK'
  /** Some rows have no entity: they are counted in `unassigned`, or together as the entity `(blank)` with `blanks: ENTITY`. */
  | 'BLANK_ENTITY'
  /** Some sheets or files of the dataset do not have the column; it is null in their rows. */
  | 'COLUMNS_DIFFER'
  /** What `options.columns` said about a column of the version before does not fit the new file and was not applied. */
  | 'CORRECTION_SKIPPED'
  /** A column says debit or credit beside amounts without a sign; both are added up. */
  | 'DEBIT_CREDIT'
  /** Codes were written with an exponent, such as 4.68E+17: their last digits were lost before the upload. */
  | 'DIGITS_LOST'
  /** The file has the extension of a workbook but holds delimited text, and was read as text. */
  | 'DISGUISED_FORMAT'
  /** Two columns had the same name; one was given a number. */
  | 'DUPLICATE_HEADER'
  /** Some rows are exact copies of others; all of them are counted. */
  | 'DUPLICATE_ROWS'
  /** The column has no value at all. */
  | 'EMPTY_COLUMN'
  /** The file was read as Windows-1252, but its letters stand as in no Western language. */
  | 'ENCODING_DOUBTFUL'
  /** Some bytes are not text in the encoding of the file and were replaced. */
  | 'ENCODING_REPLACED'
  /** Some cells hold a spreadsheet error such as #DIV/0!; they are null in the data. */
  | 'ERROR_CELLS'
  /** The sheet hides some rows or columns; they were read like all others. */
  | 'HIDDEN_CELLS'
  /** Many cells of the column are empty. */
  | 'HIGH_NULL_RATE'
  /** Cells are merged over several rows: a text or date was put into each of them, a number stands in the first alone. */
  | 'MERGED_CELLS'
  /** Some names are written in several ways, which differ only in letter case, white space or Unicode form; each name is one entity. */
  | 'MERGED_SPELLINGS'
  /** One column holds more than one currency, or says that others do; nothing was converted. */
  | 'MIXED_CURRENCIES'
  /** One column holds dates in more than one order. */
  | 'MIXED_DATE_FORMATS'
  /** Letters such as m or b stand behind numbers, and nothing shows whether they are a scale, a unit or a flag. */
  | 'MIXED_SCALE'
  /** The column mixes kinds of values: too few are of one type, so that it was read as text, or a few are percentages among other numbers. */
  | 'MIXED_TYPES'
  /** Several columns could be the time; the first of timeCandidates was taken. */
  | 'MULTIPLE_TIME_CANDIDATES'
  /** No longer given. Some entities differ only in case, spaces or Unicode form and were counted apart. */
  | 'NEAR_DUPLICATE_ENTITIES'
  /** Some entities have a negative value, so cumulative shares may pass 100 % before they fall back. */
  | 'NEGATIVE_VALUES'
  /** The values do not add up to more than zero, so there are no shares. */
  | 'NON_POSITIVE_TOTAL'
  /** The file has a header but no rows below it: the dataset has columns and no rows. */
  | 'NO_ROWS'
  /** No column holds a date, a year or a period: analyses have no periods. */
  | 'NO_TIME_DIMENSION'
  /** Many cells hold None, Null, Nan or Na: names, or what a program writes for a missing value. */
  | 'NULL_LIKE_NAMES'
  /** Some rows have no value and were left out. */
  | 'NULL_VALUES'
  /** The file was read as one column, but most lines have a symbol that may separate cells. */
  | 'ONE_COLUMN'
  /** The workbook has other sheets that hold a table; normalize with options.sheet to read one of them. */
  | 'OTHER_SHEETS'
  /** The file has another table below the first, with other columns; `options.table` reads it. */
  | 'OTHER_TABLES'
  /** At most three values are a hundred times as large as all others: a decimal mark or a unit may be missing. */
  | 'OUTLIERS'
  /** The column seems to hold a value only in the first row of each group; fillDown puts it into the others. */
  | 'OUTLINE_COLUMN'
  /** Periods are missing between the first and the last. */
  | 'PERIOD_GAPS'
  /** Columns disagree about the period, such as month May beside quarter 4; the finer one was taken. */
  | 'PERIOD_MISMATCH'
  /** A large entity such as Sundry or Cash sales seems to stand for several or unknown names. */
  | 'PLACEHOLDER_NAMES'
  /** Some names of the column may stand for several of the others, such as World among countries: what they sum counts twice. */
  | 'POSSIBLE_AGGREGATES'
  /** Some rows have more or fewer cells than there are columns. */
  | 'RAGGED_ROWS'
  /** A blank column seems to separate two tables that stand side by side. */
  | 'SIDE_BY_SIDE_TABLES'
  /** Large entities differ only in punctuation, accents, legal form or word order: they are probably one and were counted apart. `entityProposals` lists them. */
  | 'SIMILAR_NAMES'
  /** Some rows hold a quote that opens or closes no cell; they were read line by line. */
  | 'STRAY_QUOTES'
  /** Some rows hold sums of other rows: left out where their numbers prove it, unless `subtotals: KEEP` was requested; where only their name says so they are kept, and may count twice. */
  | 'SUBTOTAL_ROWS'
  /** The last row repeats the column sums and was left out, unless `subtotals: KEEP` was requested. */
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


export type AnalysesQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, analyses: { __typename: 'AnalysisConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null }, edges: Array<{ __typename: 'AnalysisEdge', cursor: string, node: { __typename: 'Analysis', id: string, computedAt: string, parameters: { __typename: 'AnalysisParameters', groupBy: Array<string>, value: string | null, periodGrain: PeriodGrain } } }> } | null } | null };

export type AnalysisQueryVariables = Exact<{
  id: string;
  input: AnalysisInput;
  head?: number | null | undefined;
}>;


export type AnalysisQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, name: string, analysis: { __typename: 'Analysis', id: string, datasetVersion: number, parameters: { __typename: 'AnalysisParameters', groupBy: Array<string>, value: string | null, periodGrain: PeriodGrain, thresholds: Array<number>, topN: Array<number> }, total: { __typename: 'PeriodConcentration', id: string, period: string, total: number, totalExact: string, entityCount: number, hhi: number | null, gini: number | null, effectiveEntities: number | null, unassigned: { __typename: 'Unassigned', rows: number, value: number, share: number | null }, thresholds: Array<{ __typename: 'ThresholdConcentration', threshold: number, within: { __typename: 'Bucket', count: number, value: number, share: number }, reaching: { __typename: 'Bucket', count: number, value: number, share: number } | null, topPercent: { __typename: 'Bucket', count: number, value: number, share: number } }>, head: Array<{ __typename: 'EntityShare', rank: number, entity: string, value: number, share: number | null, cumulativeShare: number | null }> | null, change: { __typename: 'PeriodChange', previous: string, total: number, totalPercent: number | null, hhi: number | null, entered: number, left: number } | null, problem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null }, byPeriod: Array<{ __typename: 'PeriodConcentration', id: string, period: string, total: number, totalExact: string, entityCount: number, hhi: number | null, gini: number | null, effectiveEntities: number | null, unassigned: { __typename: 'Unassigned', rows: number, value: number, share: number | null }, thresholds: Array<{ __typename: 'ThresholdConcentration', threshold: number, within: { __typename: 'Bucket', count: number, value: number, share: number }, reaching: { __typename: 'Bucket', count: number, value: number, share: number } | null, topPercent: { __typename: 'Bucket', count: number, value: number, share: number } }>, head: Array<{ __typename: 'EntityShare', rank: number, entity: string, value: number, share: number | null, cumulativeShare: number | null }> | null, change: { __typename: 'PeriodChange', previous: string, total: number, totalPercent: number | null, hhi: number | null, entered: number, left: number } | null, problem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null }>, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null }>, artifacts: Array<{ __typename: 'Artifact', format: ArtifactFormat, url: string, fileName: string, sizeBytes: number | null }> | null } | null } | null };

export type DatasetQueryVariables = Exact<{
  id: string;
  atLeastVersion?: number | null | undefined;
}>;


export type DatasetQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null } | null };

export type DatasetProgressSubscriptionVariables = Exact<{
  id: string;
}>;


export type DatasetProgressSubscription = { datasetProgress: { __typename: 'DatasetProgress', stage: ProgressStage, fraction: number | null, rowsDone: number, bytesDone: number, bytesTotal: number | null, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null, dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null } | null } };

export type DatasetSchemaQueryVariables = Exact<{
  id: string;
  rows?: number | null | undefined;
}>;


export type DatasetSchemaQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, name: string, version: number, schema: { __typename: 'Schema', datasetId: string, version: number, rowCount: number, periodGrain: PeriodGrain, periodGrainCandidates: Array<PeriodGrain>, timeColumns: Array<string>, timeCandidates: Array<string>, columns: Array<{ __typename: 'Column', name: string, originalName: string, label: string, role: ColumnRole, dataType: DataType, representation: Representation, description: string | null, cardinality: number, nullRate: number, min: string | null, max: string | null, samples: Array<string>, coercions: Array<{ __typename: 'Coercion', kind: CoercionKind, count: number, example: string | null }> }>, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null }> } | null, preview: { __typename: 'Preview', columns: Array<string>, rows: Array<Array<string | null>> } | null } | null };

export type DatasetsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  search?: string | null | undefined;
  orderBy?: DatasetOrder | null | undefined;
}>;


export type DatasetsQuery = { __typename: 'Query', datasets: { __typename: 'DatasetConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null }, edges: Array<{ __typename: 'DatasetEdge', cursor: string, node: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null } }> } | null };

export type DeleteDatasetMutationVariables = Exact<{
  id: string;
}>;


export type DeleteDatasetMutation = { __typename: 'Mutation', deleteDataset: { __typename: 'DeletePayload', id: string } | null };

export type EntityProposalsQueryVariables = Exact<{
  id: string;
  column: string;
  value?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type EntityProposalsQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, entityProposals: { __typename: 'EntityProposalConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ __typename: 'EntityProposal', reasons: Array<SimilarityReason>, certainty: Certainty, share: number | null, names: Array<{ __typename: 'ProposedName', name: string, value: number, rowCount: number, share: number | null }> }> } | null } | null };

export type ExplorerAnalysisQueryVariables = Exact<{
  id: string;
  input: AnalysisInput;
}>;


export type ExplorerAnalysisQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, analysis: { __typename: 'Analysis', id: string, datasetVersion: number, computedAt: string, parameters: { __typename: 'AnalysisParameters', groupBy: Array<string>, value: string | null, periodGrain: PeriodGrain, thresholds: Array<number>, topN: Array<number>, hash: string }, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null }>, total: { __typename: 'PeriodConcentration', id: string, period: string, rowCount: number, entityCount: number, total: number, assignedTotal: number, hhi: number | null, gini: number | null, effectiveEntities: number | null, unassigned: { __typename: 'Unassigned', rows: number, value: number, share: number | null }, thresholds: Array<{ __typename: 'ThresholdConcentration', threshold: number, reaching: { __typename: 'Bucket', count: number, value: number, share: number } | null }>, top: Array<{ __typename: 'TopConcentration', n: number, count: number, value: number, share: number }>, change: { __typename: 'PeriodChange', previous: string, total: number, totalPercent: number | null, hhi: number | null, entered: number, left: number, enteredValue: number, leftValue: number } | null, problem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null, measuresProblem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null }, byPeriod: Array<{ __typename: 'PeriodConcentration', id: string, period: string, rowCount: number, entityCount: number, total: number, assignedTotal: number, hhi: number | null, gini: number | null, effectiveEntities: number | null, unassigned: { __typename: 'Unassigned', rows: number, value: number, share: number | null }, thresholds: Array<{ __typename: 'ThresholdConcentration', threshold: number, reaching: { __typename: 'Bucket', count: number, value: number, share: number } | null }>, top: Array<{ __typename: 'TopConcentration', n: number, count: number, value: number, share: number }>, change: { __typename: 'PeriodChange', previous: string, total: number, totalPercent: number | null, hhi: number | null, entered: number, left: number, enteredValue: number, leftValue: number } | null, problem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null, measuresProblem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null }> } | null } | null };

export type ExplorerMeasuresFragment = { __typename: 'PeriodConcentration', id: string, period: string, rowCount: number, entityCount: number, total: number, assignedTotal: number, hhi: number | null, gini: number | null, effectiveEntities: number | null, unassigned: { __typename: 'Unassigned', rows: number, value: number, share: number | null }, thresholds: Array<{ __typename: 'ThresholdConcentration', threshold: number, reaching: { __typename: 'Bucket', count: number, value: number, share: number } | null }>, top: Array<{ __typename: 'TopConcentration', n: number, count: number, value: number, share: number }>, change: { __typename: 'PeriodChange', previous: string, total: number, totalPercent: number | null, hhi: number | null, entered: number, left: number, enteredValue: number, leftValue: number } | null, problem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null, measuresProblem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null };

export type ExplorerWarningFragment = { __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null };

export type ExplorerDatasetQueryVariables = Exact<{
  id: string;
  atLeastVersion?: number | null | undefined;
  version?: number | null | undefined;
}>;


export type ExplorerDatasetQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', sha256: string, sheet: string | null, sheets: Array<string> | null, encoding: string | null, delimiter: string | null, headerRow: number | null, fileName: string, format: SourceFormat, sizeBytes: number }, versions: Array<{ __typename: 'DatasetVersion', version: number, reason: VersionReason, publishedAt: string, rowCount: number, columnCount: number, source: { __typename: 'SourceFile', format: SourceFormat, sizeBytes: number, sheet: string | null, encoding: string | null, delimiter: string | null, headerRow: number | null, fileName: string, sha256: string } }> | null, options: { __typename: 'ReadingOptions', sheet: string | null, sheets: Array<string> | null, headerRow: number | null, table: number | null, delimiter: string | null, encoding: string | null, dateOrder: DateOrder | null, decimalMark: DecimalMark | null, unpivot: boolean | null, subtotals: SubtotalHandling | null, fillDown: Array<string> | null, columns: Array<{ __typename: 'GivenColumnOptions', name: string, type: ColumnType | null, decimalMark: DecimalMark | null, dateOrder: DateOrder | null, scale: NumberScale | null }> | null } | null, schema: { __typename: 'Schema', datasetId: string, version: number, rowCount: number, periodGrain: PeriodGrain, periodGrainCandidates: Array<PeriodGrain>, timeColumns: Array<string>, timeCandidates: Array<string>, rowsLeftOut: Array<{ __typename: 'RowsLeftOut', reason: RowsLeftOutReason, count: number, rows: Array<number> }>, columns: Array<{ __typename: 'Column', availableRoles: Array<ColumnRole>, timePart: TimePart | null, periodGrain: PeriodGrain | null, name: string, originalName: string, label: string, role: ColumnRole, dataType: DataType, representation: Representation, description: string | null, cardinality: number, nullRate: number, min: string | null, max: string | null, samples: Array<string>, reconciliation: { __typename: 'CellReconciliation', cells: number, typed: number, blank: number, nullMarkers: number, rejected: number }, rejected: Array<{ __typename: 'RejectedCell', row: number, raw: string }>, coercions: Array<{ __typename: 'Coercion', kind: CoercionKind, count: number, example: string | null }> }>, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null }> } | null, suggestions: Array<{ __typename: 'AnalysisSuggestion', groupBy: Array<string>, value: string, periodGrain: PeriodGrain, reason: string }> | null, analyses: { __typename: 'AnalysisConnection', totalCount: number, nodes: Array<{ __typename: 'Analysis', id: string, computedAt: string, parameters: { __typename: 'AnalysisParameters', groupBy: Array<string>, value: string | null, periodGrain: PeriodGrain, thresholds: Array<number>, topN: Array<number>, whereText: string | null } }> } | null, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null } | null };

export type ExplorerSchemaFragment = { __typename: 'Schema', datasetId: string, version: number, rowCount: number, periodGrain: PeriodGrain, periodGrainCandidates: Array<PeriodGrain>, timeColumns: Array<string>, timeCandidates: Array<string>, rowsLeftOut: Array<{ __typename: 'RowsLeftOut', reason: RowsLeftOutReason, count: number, rows: Array<number> }>, columns: Array<{ __typename: 'Column', availableRoles: Array<ColumnRole>, timePart: TimePart | null, periodGrain: PeriodGrain | null, name: string, originalName: string, label: string, role: ColumnRole, dataType: DataType, representation: Representation, description: string | null, cardinality: number, nullRate: number, min: string | null, max: string | null, samples: Array<string>, reconciliation: { __typename: 'CellReconciliation', cells: number, typed: number, blank: number, nullMarkers: number, rejected: number }, rejected: Array<{ __typename: 'RejectedCell', row: number, raw: string }>, coercions: Array<{ __typename: 'Coercion', kind: CoercionKind, count: number, example: string | null }> }>, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null }> };

export type ExplorerOptionsFragment = { __typename: 'ReadingOptions', sheet: string | null, sheets: Array<string> | null, headerRow: number | null, table: number | null, delimiter: string | null, encoding: string | null, dateOrder: DateOrder | null, decimalMark: DecimalMark | null, unpivot: boolean | null, subtotals: SubtotalHandling | null, fillDown: Array<string> | null, columns: Array<{ __typename: 'GivenColumnOptions', name: string, type: ColumnType | null, decimalMark: DecimalMark | null, dateOrder: DateOrder | null, scale: NumberScale | null }> | null };

export type ExplorerDatasetsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  search?: string | null | undefined;
  orderBy?: DatasetOrder | null | undefined;
}>;


export type ExplorerDatasetsQuery = { __typename: 'Query', datasets: { __typename: 'DatasetConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null }> } | null };

export type ExplorerDeleteMutationVariables = Exact<{
  id: string;
}>;


export type ExplorerDeleteMutation = { __typename: 'Mutation', deleteDataset: { __typename: 'DeletePayload', id: string } | null };

export type ExplorerDownloadsQueryVariables = Exact<{
  id: string;
  input: AnalysisInput;
}>;


export type ExplorerDownloadsQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, analysis: { __typename: 'Analysis', id: string, artifacts: Array<{ __typename: 'Artifact', format: ArtifactFormat, url: string, fileName: string }> | null } | null } | null };

export type ExplorerLineageQueryVariables = Exact<{
  id: string;
  version?: number | null | undefined;
}>;


export type ExplorerLineageQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, lineage: Array<{ __typename: 'LineageStep', id: string, operation: string, startedAt: string, durationMs: number, inputs: Array<string>, outputs: Array<string>, parameters: Array<{ __typename: 'Parameter', name: string, value: string }>, metrics: Array<{ __typename: 'Parameter', name: string, value: string }>, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null }> }> | null } | null };

export type ExplorerNamesQueryVariables = Exact<{
  id: string;
  column: string;
  value?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type ExplorerNamesQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, entityMapping: { __typename: 'EntityMapping', csv: string, column: string, checksum: string, unusedNames: Array<string>, merges: Array<{ __typename: 'EntityMerge', entity: string, names: Array<string> }>, parents: Array<{ __typename: 'EntityParent', entity: string, parent: string }>, distinct: Array<{ __typename: 'DistinctNames', names: Array<string> }> } | null, entityProposals: { __typename: 'EntityProposalConnection', totalCount: number, nodes: Array<{ __typename: 'EntityProposal', reasons: Array<SimilarityReason>, certainty: Certainty, share: number | null, names: Array<{ __typename: 'ProposedName', name: string, value: number, rowCount: number, share: number | null }> }> } | null } | null };

export type ExplorerNormalizeMutationVariables = Exact<{
  id: string;
  options: NormalizationOptions;
}>;


export type ExplorerNormalizeMutation = { __typename: 'Mutation', normalizeDataset: { __typename: 'DatasetPayload', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null } } | null };

export type ExplorerPeriodQueryVariables = Exact<{
  id: string;
  input: AnalysisInput;
  period: string;
}>;


export type ExplorerPeriodQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, analysis: { __typename: 'Analysis', id: string, datasetVersion: number, parameters: { __typename: 'AnalysisParameters', groupBy: Array<string>, value: string | null, periodGrain: PeriodGrain }, period: { __typename: 'PeriodConcentration', id: string, period: string, rowCount: number, entityCount: number, total: number, assignedTotal: number, hhi: number | null, gini: number | null, effectiveEntities: number | null, thresholds: Array<{ __typename: 'ThresholdConcentration', threshold: number, within: { __typename: 'Bucket', count: number, value: number, share: number }, topPercent: { __typename: 'Bucket', count: number, value: number, share: number }, reaching: { __typename: 'Bucket', count: number, value: number, share: number } | null }>, change: { __typename: 'PeriodChange', previous: string, total: number, totalPercent: number | null, hhi: number | null, entered: number, left: number, enteredValue: number, leftValue: number, enteredEntities: Array<{ __typename: 'ChangedEntity', entity: string, value: number }> | null, leftEntities: Array<{ __typename: 'ChangedEntity', entity: string, value: number }> | null } | null, head: Array<{ __typename: 'EntityShare', rank: number, entity: string, value: number, share: number | null, cumulativeShare: number | null }> | null, lorenz: Array<{ __typename: 'CurvePoint', x: number, y: number }>, unassigned: { __typename: 'Unassigned', rows: number, value: number, share: number | null }, top: Array<{ __typename: 'TopConcentration', n: number, count: number, value: number, share: number }>, problem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null, measuresProblem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null } | null } | null } | null };

export type ExplorerChangedFragment = { __typename: 'ChangedEntity', entity: string, value: number };

export type ExplorerProgressSubscriptionVariables = Exact<{
  id: string;
}>;


export type ExplorerProgressSubscription = { datasetProgress: { __typename: 'DatasetProgress', stage: ProgressStage, rowsDone: number, bytesDone: number, bytesTotal: number | null, fraction: number | null, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null, dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null } | null } };

export type ExplorerRenameMutationVariables = Exact<{
  id: string;
  name: string;
}>;


export type ExplorerRenameMutation = { __typename: 'Mutation', updateDataset: { __typename: 'DatasetPayload', dataset: { __typename: 'Dataset', id: string, name: string } } | null };

export type ExplorerReplaceMutationVariables = Exact<{
  id: string;
  file: Blob;
  options?: NormalizationOptions | null | undefined;
}>;


export type ExplorerReplaceMutation = { __typename: 'Mutation', replaceDataset: { __typename: 'DatasetPayload', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null } } | null };

export type ExplorerRowsQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  version?: number | null | undefined;
}>;


export type ExplorerRowsQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, preview: { __typename: 'Preview', columns: Array<string>, rows: Array<Array<string | null>> } | null } | null };

export type ExplorerSaveEntitiesMutationVariables = Exact<{
  input: SaveEntitiesInput;
}>;


export type ExplorerSaveEntitiesMutation = { __typename: 'Mutation', saveEntities: { __typename: 'SaveEntitiesPayload', dataset: { __typename: 'Dataset', id: string, updatedAt: string }, mapping: { __typename: 'EntityMapping', column: string, checksum: string, unusedNames: Array<string>, merges: Array<{ __typename: 'EntityMerge', entity: string, names: Array<string> }>, parents: Array<{ __typename: 'EntityParent', entity: string, parent: string }>, distinct: Array<{ __typename: 'DistinctNames', names: Array<string> }> } | null } | null };

export type ExplorerSaveSchemaMutationVariables = Exact<{
  input: SaveSchemaInput;
}>;


export type ExplorerSaveSchemaMutation = { __typename: 'Mutation', saveSchema: { __typename: 'SchemaPayload', dataset: { __typename: 'Dataset', id: string, version: number }, schema: { __typename: 'Schema', datasetId: string, version: number, rowCount: number, periodGrain: PeriodGrain, periodGrainCandidates: Array<PeriodGrain>, timeColumns: Array<string>, timeCandidates: Array<string>, rowsLeftOut: Array<{ __typename: 'RowsLeftOut', reason: RowsLeftOutReason, count: number, rows: Array<number> }>, columns: Array<{ __typename: 'Column', availableRoles: Array<ColumnRole>, timePart: TimePart | null, periodGrain: PeriodGrain | null, name: string, originalName: string, label: string, role: ColumnRole, dataType: DataType, representation: Representation, description: string | null, cardinality: number, nullRate: number, min: string | null, max: string | null, samples: Array<string>, reconciliation: { __typename: 'CellReconciliation', cells: number, typed: number, blank: number, nullMarkers: number, rejected: number }, rejected: Array<{ __typename: 'RejectedCell', row: number, raw: string }>, coercions: Array<{ __typename: 'Coercion', kind: CoercionKind, count: number, example: string | null }> }>, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null }> } } | null };

export type ExplorerSharesQueryVariables = Exact<{
  id: string;
  input: AnalysisInput;
  first?: number | null | undefined;
}>;


export type ExplorerSharesQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, analysis: { __typename: 'Analysis', id: string, parameters: { __typename: 'AnalysisParameters', groupBy: Array<string>, value: string | null, periodGrain: PeriodGrain }, total: { __typename: 'PeriodConcentration', id: string, period: string, head: Array<{ __typename: 'EntityShare', entity: string, share: number | null }> | null }, byPeriod: Array<{ __typename: 'PeriodConcentration', id: string, period: string, entityCount: number, problem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null, head: Array<{ __typename: 'EntityShare', entity: string, share: number | null }> | null }> } | null } | null };

export type ExplorerUploadMutationVariables = Exact<{
  file: Blob;
  name?: string | null | undefined;
  options?: NormalizationOptions | null | undefined;
}>;


export type ExplorerUploadMutation = { __typename: 'Mutation', uploadDataset: { __typename: 'DatasetPayload', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null } } | null };

export type NormalizeDatasetMutationVariables = Exact<{
  input: NormalizeDatasetInput;
}>;


export type NormalizeDatasetMutation = { __typename: 'Mutation', normalizeDataset: { __typename: 'DatasetPayload', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null } } | null };

export type ReplaceDatasetMutationVariables = Exact<{
  input: ReplaceDatasetInput;
}>;


export type ReplaceDatasetMutation = { __typename: 'Mutation', replaceDataset: { __typename: 'DatasetPayload', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null } } | null };

export type SaveEntitiesMutationVariables = Exact<{
  input: SaveEntitiesInput;
}>;


export type SaveEntitiesMutation = { __typename: 'Mutation', saveEntities: { __typename: 'SaveEntitiesPayload', dataset: { __typename: 'Dataset', id: string, version: number }, mapping: { __typename: 'EntityMapping', unusedNames: Array<string>, checksum: string, merges: Array<{ __typename: 'EntityMerge', entity: string, names: Array<string> }>, parents: Array<{ __typename: 'EntityParent', entity: string, parent: string }> } | null } | null };

export type SaveSchemaMutationVariables = Exact<{
  input: SaveSchemaInput;
}>;


export type SaveSchemaMutation = { __typename: 'Mutation', saveSchema: { __typename: 'SchemaPayload', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null }, schema: { __typename: 'Schema', datasetId: string, version: number, rowCount: number, periodGrain: PeriodGrain, periodGrainCandidates: Array<PeriodGrain>, timeColumns: Array<string>, timeCandidates: Array<string>, columns: Array<{ __typename: 'Column', name: string, originalName: string, label: string, role: ColumnRole, dataType: DataType, representation: Representation, description: string | null, cardinality: number, nullRate: number, min: string | null, max: string | null, samples: Array<string>, coercions: Array<{ __typename: 'Coercion', kind: CoercionKind, count: number, example: string | null }> }>, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null }> } } | null };

export type SuggestionsQueryVariables = Exact<{
  id: string;
}>;


export type SuggestionsQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, name: string, suggestions: Array<{ __typename: 'AnalysisSuggestion', groupBy: Array<string>, value: string, periodGrain: PeriodGrain, reason: string }> | null } | null };

export type UploadDatasetMutationVariables = Exact<{
  input: UploadDatasetInput;
}>;


export type UploadDatasetMutation = { __typename: 'Mutation', uploadDataset: { __typename: 'DatasetPayload', dataset: { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null } } | null };

export type VersionsQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
}>;


export type VersionsQuery = { __typename: 'Query', dataset: { __typename: 'Dataset', id: string, version: number, versions: Array<{ __typename: 'DatasetVersion', version: number, reason: VersionReason, publishedAt: string, rowCount: number, columnCount: number, source: { __typename: 'SourceFile', fileName: string, sha256: string } }> | null } | null };

export type ConcentrationFragment = { __typename: 'PeriodConcentration', id: string, period: string, total: number, totalExact: string, entityCount: number, hhi: number | null, gini: number | null, effectiveEntities: number | null, unassigned: { __typename: 'Unassigned', rows: number, value: number, share: number | null }, thresholds: Array<{ __typename: 'ThresholdConcentration', threshold: number, within: { __typename: 'Bucket', count: number, value: number, share: number }, reaching: { __typename: 'Bucket', count: number, value: number, share: number } | null, topPercent: { __typename: 'Bucket', count: number, value: number, share: number } }>, head: Array<{ __typename: 'EntityShare', rank: number, entity: string, value: number, share: number | null, cumulativeShare: number | null }> | null, change: { __typename: 'PeriodChange', previous: string, total: number, totalPercent: number | null, hhi: number | null, entered: number, left: number } | null, problem: { __typename: 'AnalysisProblem', code: WarningCode, message: string } | null };

export type DatasetSummaryFragment = { __typename: 'Dataset', id: string, name: string, status: DatasetStatus, version: number, rowCount: number | null, columnCount: number | null, createdAt: string, updatedAt: string, source: { __typename: 'SourceFile', fileName: string, format: SourceFormat, sizeBytes: number }, failure: { __typename: 'Failure', code: ErrorCode, message: string } | null };

export type ExplorerMappingFragment = { __typename: 'EntityMapping', column: string, checksum: string, unusedNames: Array<string>, merges: Array<{ __typename: 'EntityMerge', entity: string, names: Array<string> }>, parents: Array<{ __typename: 'EntityParent', entity: string, parent: string }>, distinct: Array<{ __typename: 'DistinctNames', names: Array<string> }> };

export type SchemaDetailsFragment = { __typename: 'Schema', datasetId: string, version: number, rowCount: number, periodGrain: PeriodGrain, periodGrainCandidates: Array<PeriodGrain>, timeColumns: Array<string>, timeCandidates: Array<string>, columns: Array<{ __typename: 'Column', name: string, originalName: string, label: string, role: ColumnRole, dataType: DataType, representation: Representation, description: string | null, cardinality: number, nullRate: number, min: string | null, max: string | null, samples: Array<string>, coercions: Array<{ __typename: 'Coercion', kind: CoercionKind, count: number, example: string | null }> }>, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string, column: string | null, count: number | null }> };

export type ShareFragment = { __typename: 'Bucket', count: number, value: number, share: number };

export type VersionSummaryFragment = { __typename: 'DatasetVersion', version: number, reason: VersionReason, publishedAt: string, rowCount: number, columnCount: number, source: { __typename: 'SourceFile', fileName: string, sha256: string } };

export const ShareFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Share"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Bucket"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]} as unknown as DocumentNode<ShareFragment, unknown>;
export const ExplorerMeasuresFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerMeasures"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PeriodConcentration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"entityCount"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"assignedTotal"}},{"kind":"Field","name":{"kind":"Name","value":"unassigned"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"gini"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveEntities"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"threshold"}},{"kind":"Field","name":{"kind":"Name","value":"reaching"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"top"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"n"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"previous"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"totalPercent"}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"entered"}},{"kind":"Field","name":{"kind":"Name","value":"left"}},{"kind":"Field","name":{"kind":"Name","value":"enteredValue"}},{"kind":"Field","name":{"kind":"Name","value":"leftValue"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"measuresProblem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Share"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Bucket"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]} as unknown as DocumentNode<ExplorerMeasuresFragment, unknown>;
export const ExplorerWarningFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerWarning"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Warning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]} as unknown as DocumentNode<ExplorerWarningFragment, unknown>;
export const SchemaDetailsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SchemaDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Schema"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datasetId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrainCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"timeColumns"}},{"kind":"Field","name":{"kind":"Name","value":"timeCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"originalName"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"dataType"}},{"kind":"Field","name":{"kind":"Name","value":"representation"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"cardinality"}},{"kind":"Field","name":{"kind":"Name","value":"nullRate"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"coercions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"example"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]} as unknown as DocumentNode<SchemaDetailsFragment, unknown>;
export const ExplorerSchemaFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerSchema"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Schema"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SchemaDetails"}},{"kind":"Field","name":{"kind":"Name","value":"rowsLeftOut"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}}]}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"availableRoles"}},{"kind":"Field","name":{"kind":"Name","value":"timePart"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"reconciliation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cells"}},{"kind":"Field","name":{"kind":"Name","value":"typed"}},{"kind":"Field","name":{"kind":"Name","value":"blank"}},{"kind":"Field","name":{"kind":"Name","value":"nullMarkers"}},{"kind":"Field","name":{"kind":"Name","value":"rejected"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rejected"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"row"}},{"kind":"Field","name":{"kind":"Name","value":"raw"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SchemaDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Schema"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datasetId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrainCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"timeColumns"}},{"kind":"Field","name":{"kind":"Name","value":"timeCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"originalName"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"dataType"}},{"kind":"Field","name":{"kind":"Name","value":"representation"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"cardinality"}},{"kind":"Field","name":{"kind":"Name","value":"nullRate"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"coercions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"example"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]} as unknown as DocumentNode<ExplorerSchemaFragment, unknown>;
export const ExplorerOptionsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerOptions"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReadingOptions"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sheet"}},{"kind":"Field","name":{"kind":"Name","value":"sheets"}},{"kind":"Field","name":{"kind":"Name","value":"headerRow"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"delimiter"}},{"kind":"Field","name":{"kind":"Name","value":"encoding"}},{"kind":"Field","name":{"kind":"Name","value":"dateOrder"}},{"kind":"Field","name":{"kind":"Name","value":"decimalMark"}},{"kind":"Field","name":{"kind":"Name","value":"unpivot"}},{"kind":"Field","name":{"kind":"Name","value":"subtotals"}},{"kind":"Field","name":{"kind":"Name","value":"fillDown"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"decimalMark"}},{"kind":"Field","name":{"kind":"Name","value":"dateOrder"}},{"kind":"Field","name":{"kind":"Name","value":"scale"}}]}}]}}]} as unknown as DocumentNode<ExplorerOptionsFragment, unknown>;
export const ExplorerChangedFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerChanged"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChangedEntity"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]} as unknown as DocumentNode<ExplorerChangedFragment, unknown>;
export const ConcentrationFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Concentration"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PeriodConcentration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"totalExact"}},{"kind":"Field","name":{"kind":"Name","value":"entityCount"}},{"kind":"Field","name":{"kind":"Name","value":"unassigned"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"gini"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveEntities"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"threshold"}},{"kind":"Field","name":{"kind":"Name","value":"within"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reaching"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"topPercent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"head"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"head"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rank"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"cumulativeShare"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"previous"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"totalPercent"}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"entered"}},{"kind":"Field","name":{"kind":"Name","value":"left"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Share"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Bucket"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]} as unknown as DocumentNode<ConcentrationFragment, unknown>;
export const DatasetSummaryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<DatasetSummaryFragment, unknown>;
export const ExplorerMappingFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerMapping"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EntityMapping"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"checksum"}},{"kind":"Field","name":{"kind":"Name","value":"unusedNames"}},{"kind":"Field","name":{"kind":"Name","value":"merges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"names"}}]}},{"kind":"Field","name":{"kind":"Name","value":"parents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"parent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"distinct"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"names"}}]}}]}}]} as unknown as DocumentNode<ExplorerMappingFragment, unknown>;
export const VersionSummaryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"VersionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"publishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}}]}}]}}]} as unknown as DocumentNode<VersionSummaryFragment, unknown>;
export const AnalysesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Analyses"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"analyses"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"computedAt"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"groupBy"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<AnalysesQuery, AnalysesQueryVariables>;
export const AnalysisDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Analysis"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AnalysisInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"head"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"analysis"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"groupBy"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"}},{"kind":"Field","name":{"kind":"Name","value":"topN"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Concentration"}}]}},{"kind":"Field","name":{"kind":"Name","value":"byPeriod"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Concentration"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"artifacts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Share"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Bucket"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Concentration"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PeriodConcentration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"totalExact"}},{"kind":"Field","name":{"kind":"Name","value":"entityCount"}},{"kind":"Field","name":{"kind":"Name","value":"unassigned"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"gini"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveEntities"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"threshold"}},{"kind":"Field","name":{"kind":"Name","value":"within"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reaching"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"topPercent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"head"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"head"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rank"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"cumulativeShare"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"previous"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"totalPercent"}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"entered"}},{"kind":"Field","name":{"kind":"Name","value":"left"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<AnalysisQuery, AnalysisQueryVariables>;
export const DatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Dataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"atLeastVersion"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"atLeastVersion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"atLeastVersion"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<DatasetQuery, DatasetQueryVariables>;
export const DatasetProgressDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"DatasetProgress"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"datasetProgress"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"fraction"}},{"kind":"Field","name":{"kind":"Name","value":"rowsDone"}},{"kind":"Field","name":{"kind":"Name","value":"bytesDone"}},{"kind":"Field","name":{"kind":"Name","value":"bytesTotal"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<DatasetProgressSubscription, DatasetProgressSubscriptionVariables>;
export const DatasetSchemaDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DatasetSchema"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"rows"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"schema"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SchemaDetails"}}]}},{"kind":"Field","name":{"kind":"Name","value":"preview"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"rows"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"columns"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SchemaDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Schema"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datasetId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrainCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"timeColumns"}},{"kind":"Field","name":{"kind":"Name","value":"timeCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"originalName"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"dataType"}},{"kind":"Field","name":{"kind":"Name","value":"representation"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"cardinality"}},{"kind":"Field","name":{"kind":"Name","value":"nullRate"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"coercions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"example"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]} as unknown as DocumentNode<DatasetSchemaQuery, DatasetSchemaQueryVariables>;
export const DatasetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Datasets"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetOrder"}},"defaultValue":{"kind":"EnumValue","value":"NEWEST"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datasets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<DatasetsQuery, DatasetsQueryVariables>;
export const DeleteDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"deleteDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<DeleteDatasetMutation, DeleteDatasetMutationVariables>;
export const EntityProposalsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EntityProposals"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"column"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"value"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"entityProposals"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"column"},"value":{"kind":"Variable","name":{"kind":"Name","value":"column"}}},{"kind":"Argument","name":{"kind":"Name","value":"value"},"value":{"kind":"Variable","name":{"kind":"Name","value":"value"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"names"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reasons"}},{"kind":"Field","name":{"kind":"Name","value":"certainty"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}}]}}]}}]} as unknown as DocumentNode<EntityProposalsQuery, EntityProposalsQueryVariables>;
export const ExplorerAnalysisDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExplorerAnalysis"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AnalysisInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"analysis"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"}},{"kind":"Field","name":{"kind":"Name","value":"computedAt"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"groupBy"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"}},{"kind":"Field","name":{"kind":"Name","value":"topN"}},{"kind":"Field","name":{"kind":"Name","value":"hash"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExplorerWarning"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExplorerMeasures"}}]}},{"kind":"Field","name":{"kind":"Name","value":"byPeriod"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExplorerMeasures"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Share"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Bucket"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerWarning"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Warning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerMeasures"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PeriodConcentration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"entityCount"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"assignedTotal"}},{"kind":"Field","name":{"kind":"Name","value":"unassigned"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"gini"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveEntities"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"threshold"}},{"kind":"Field","name":{"kind":"Name","value":"reaching"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"top"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"n"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"previous"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"totalPercent"}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"entered"}},{"kind":"Field","name":{"kind":"Name","value":"left"}},{"kind":"Field","name":{"kind":"Name","value":"enteredValue"}},{"kind":"Field","name":{"kind":"Name","value":"leftValue"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"measuresProblem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<ExplorerAnalysisQuery, ExplorerAnalysisQueryVariables>;
export const ExplorerDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExplorerDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"atLeastVersion"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"version"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"atLeastVersion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"atLeastVersion"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"sheet"}},{"kind":"Field","name":{"kind":"Name","value":"sheets"}},{"kind":"Field","name":{"kind":"Name","value":"encoding"}},{"kind":"Field","name":{"kind":"Name","value":"delimiter"}},{"kind":"Field","name":{"kind":"Name","value":"headerRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"versions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"VersionSummary"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"sheet"}},{"kind":"Field","name":{"kind":"Name","value":"encoding"}},{"kind":"Field","name":{"kind":"Name","value":"delimiter"}},{"kind":"Field","name":{"kind":"Name","value":"headerRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExplorerOptions"}}]}},{"kind":"Field","name":{"kind":"Name","value":"schema"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"version"},"value":{"kind":"Variable","name":{"kind":"Name","value":"version"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExplorerSchema"}}]}},{"kind":"Field","name":{"kind":"Name","value":"suggestions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"version"},"value":{"kind":"Variable","name":{"kind":"Name","value":"version"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"groupBy"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"analyses"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"6"}},{"kind":"Argument","name":{"kind":"Name","value":"version"},"value":{"kind":"Variable","name":{"kind":"Name","value":"version"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"computedAt"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"groupBy"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"}},{"kind":"Field","name":{"kind":"Name","value":"topN"}},{"kind":"Field","name":{"kind":"Name","value":"whereText"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SchemaDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Schema"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datasetId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrainCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"timeColumns"}},{"kind":"Field","name":{"kind":"Name","value":"timeCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"originalName"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"dataType"}},{"kind":"Field","name":{"kind":"Name","value":"representation"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"cardinality"}},{"kind":"Field","name":{"kind":"Name","value":"nullRate"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"coercions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"example"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"VersionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"publishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerOptions"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReadingOptions"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sheet"}},{"kind":"Field","name":{"kind":"Name","value":"sheets"}},{"kind":"Field","name":{"kind":"Name","value":"headerRow"}},{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"delimiter"}},{"kind":"Field","name":{"kind":"Name","value":"encoding"}},{"kind":"Field","name":{"kind":"Name","value":"dateOrder"}},{"kind":"Field","name":{"kind":"Name","value":"decimalMark"}},{"kind":"Field","name":{"kind":"Name","value":"unpivot"}},{"kind":"Field","name":{"kind":"Name","value":"subtotals"}},{"kind":"Field","name":{"kind":"Name","value":"fillDown"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"decimalMark"}},{"kind":"Field","name":{"kind":"Name","value":"dateOrder"}},{"kind":"Field","name":{"kind":"Name","value":"scale"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerSchema"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Schema"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SchemaDetails"}},{"kind":"Field","name":{"kind":"Name","value":"rowsLeftOut"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}}]}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"availableRoles"}},{"kind":"Field","name":{"kind":"Name","value":"timePart"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"reconciliation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cells"}},{"kind":"Field","name":{"kind":"Name","value":"typed"}},{"kind":"Field","name":{"kind":"Name","value":"blank"}},{"kind":"Field","name":{"kind":"Name","value":"nullMarkers"}},{"kind":"Field","name":{"kind":"Name","value":"rejected"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rejected"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"row"}},{"kind":"Field","name":{"kind":"Name","value":"raw"}}]}}]}}]}}]} as unknown as DocumentNode<ExplorerDatasetQuery, ExplorerDatasetQueryVariables>;
export const ExplorerDatasetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExplorerDatasets"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datasets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<ExplorerDatasetsQuery, ExplorerDatasetsQueryVariables>;
export const ExplorerDeleteDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ExplorerDelete"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"deleteDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<ExplorerDeleteMutation, ExplorerDeleteMutationVariables>;
export const ExplorerDownloadsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExplorerDownloads"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AnalysisInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"analysis"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"artifacts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ExplorerDownloadsQuery, ExplorerDownloadsQueryVariables>;
export const ExplorerLineageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExplorerLineage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"version"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"lineage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"version"},"value":{"kind":"Variable","name":{"kind":"Name","value":"version"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"durationMs"}},{"kind":"Field","name":{"kind":"Name","value":"inputs"}},{"kind":"Field","name":{"kind":"Name","value":"outputs"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExplorerWarning"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerWarning"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Warning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]} as unknown as DocumentNode<ExplorerLineageQuery, ExplorerLineageQueryVariables>;
export const ExplorerNamesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExplorerNames"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"column"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"value"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"entityMapping"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"column"},"value":{"kind":"Variable","name":{"kind":"Name","value":"column"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExplorerMapping"}},{"kind":"Field","name":{"kind":"Name","value":"csv"}}]}},{"kind":"Field","name":{"kind":"Name","value":"entityProposals"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"column"},"value":{"kind":"Variable","name":{"kind":"Name","value":"column"}}},{"kind":"Argument","name":{"kind":"Name","value":"value"},"value":{"kind":"Variable","name":{"kind":"Name","value":"value"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"names"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reasons"}},{"kind":"Field","name":{"kind":"Name","value":"certainty"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerMapping"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EntityMapping"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"checksum"}},{"kind":"Field","name":{"kind":"Name","value":"unusedNames"}},{"kind":"Field","name":{"kind":"Name","value":"merges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"names"}}]}},{"kind":"Field","name":{"kind":"Name","value":"parents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"parent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"distinct"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"names"}}]}}]}}]} as unknown as DocumentNode<ExplorerNamesQuery, ExplorerNamesQueryVariables>;
export const ExplorerNormalizeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ExplorerNormalize"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"options"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"NormalizationOptions"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"normalizeDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"options"},"value":{"kind":"Variable","name":{"kind":"Name","value":"options"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"wait"},"value":{"kind":"BooleanValue","value":false}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<ExplorerNormalizeMutation, ExplorerNormalizeMutationVariables>;
export const ExplorerPeriodDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExplorerPeriod"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AnalysisInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"period"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"analysis"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"groupBy"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}}]}},{"kind":"Field","name":{"kind":"Name","value":"period"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"period"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExplorerMeasures"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"within"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"topPercent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"enteredEntities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExplorerChanged"}}]}},{"kind":"Field","name":{"kind":"Name","value":"leftEntities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExplorerChanged"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"head"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rank"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"cumulativeShare"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lorenz"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"x"}},{"kind":"Field","name":{"kind":"Name","value":"y"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Share"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Bucket"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerMeasures"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PeriodConcentration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"entityCount"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"assignedTotal"}},{"kind":"Field","name":{"kind":"Name","value":"unassigned"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"gini"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveEntities"}},{"kind":"Field","name":{"kind":"Name","value":"thresholds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"threshold"}},{"kind":"Field","name":{"kind":"Name","value":"reaching"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Share"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"top"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"n"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"previous"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"totalPercent"}},{"kind":"Field","name":{"kind":"Name","value":"hhi"}},{"kind":"Field","name":{"kind":"Name","value":"entered"}},{"kind":"Field","name":{"kind":"Name","value":"left"}},{"kind":"Field","name":{"kind":"Name","value":"enteredValue"}},{"kind":"Field","name":{"kind":"Name","value":"leftValue"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"measuresProblem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerChanged"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChangedEntity"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]} as unknown as DocumentNode<ExplorerPeriodQuery, ExplorerPeriodQueryVariables>;
export const ExplorerProgressDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ExplorerProgress"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"datasetProgress"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"rowsDone"}},{"kind":"Field","name":{"kind":"Name","value":"bytesDone"}},{"kind":"Field","name":{"kind":"Name","value":"bytesTotal"}},{"kind":"Field","name":{"kind":"Name","value":"fraction"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<ExplorerProgressSubscription, ExplorerProgressSubscriptionVariables>;
export const ExplorerRenameDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ExplorerRename"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"updateDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<ExplorerRenameMutation, ExplorerRenameMutationVariables>;
export const ExplorerReplaceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ExplorerReplace"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"file"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Upload"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"options"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"NormalizationOptions"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"replaceDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"file"},"value":{"kind":"Variable","name":{"kind":"Name","value":"file"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"options"},"value":{"kind":"Variable","name":{"kind":"Name","value":"options"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"wait"},"value":{"kind":"BooleanValue","value":false}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<ExplorerReplaceMutation, ExplorerReplaceMutationVariables>;
export const ExplorerRowsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExplorerRows"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"version"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"preview"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"version"},"value":{"kind":"Variable","name":{"kind":"Name","value":"version"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"columns"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}}]}}]}}]}}]} as unknown as DocumentNode<ExplorerRowsQuery, ExplorerRowsQueryVariables>;
export const ExplorerSaveEntitiesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ExplorerSaveEntities"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SaveEntitiesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"saveEntities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"mapping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExplorerMapping"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerMapping"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EntityMapping"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"checksum"}},{"kind":"Field","name":{"kind":"Name","value":"unusedNames"}},{"kind":"Field","name":{"kind":"Name","value":"merges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"names"}}]}},{"kind":"Field","name":{"kind":"Name","value":"parents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"parent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"distinct"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"names"}}]}}]}}]} as unknown as DocumentNode<ExplorerSaveEntitiesMutation, ExplorerSaveEntitiesMutationVariables>;
export const ExplorerSaveSchemaDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ExplorerSaveSchema"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SaveSchemaInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"saveSchema"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"schema"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExplorerSchema"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SchemaDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Schema"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datasetId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrainCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"timeColumns"}},{"kind":"Field","name":{"kind":"Name","value":"timeCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"originalName"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"dataType"}},{"kind":"Field","name":{"kind":"Name","value":"representation"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"cardinality"}},{"kind":"Field","name":{"kind":"Name","value":"nullRate"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"coercions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"example"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExplorerSchema"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Schema"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SchemaDetails"}},{"kind":"Field","name":{"kind":"Name","value":"rowsLeftOut"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}}]}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"availableRoles"}},{"kind":"Field","name":{"kind":"Name","value":"timePart"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"reconciliation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cells"}},{"kind":"Field","name":{"kind":"Name","value":"typed"}},{"kind":"Field","name":{"kind":"Name","value":"blank"}},{"kind":"Field","name":{"kind":"Name","value":"nullMarkers"}},{"kind":"Field","name":{"kind":"Name","value":"rejected"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rejected"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"row"}},{"kind":"Field","name":{"kind":"Name","value":"raw"}}]}}]}}]}}]} as unknown as DocumentNode<ExplorerSaveSchemaMutation, ExplorerSaveSchemaMutationVariables>;
export const ExplorerSharesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExplorerShares"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AnalysisInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"analysis"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"groupBy"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"head"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"12"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"byPeriod"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"entityCount"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"head"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ExplorerSharesQuery, ExplorerSharesQueryVariables>;
export const ExplorerUploadDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ExplorerUpload"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"file"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Upload"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"options"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"NormalizationOptions"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"uploadDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"file"},"value":{"kind":"Variable","name":{"kind":"Name","value":"file"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"options"},"value":{"kind":"Variable","name":{"kind":"Name","value":"options"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"wait"},"value":{"kind":"BooleanValue","value":false}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<ExplorerUploadMutation, ExplorerUploadMutationVariables>;
export const NormalizeDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"NormalizeDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"NormalizeDatasetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"normalizeDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<NormalizeDatasetMutation, NormalizeDatasetMutationVariables>;
export const ReplaceDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReplaceDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReplaceDatasetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"replaceDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<ReplaceDatasetMutation, ReplaceDatasetMutationVariables>;
export const SaveEntitiesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveEntities"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SaveEntitiesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"saveEntities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"mapping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"merges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"names"}}]}},{"kind":"Field","name":{"kind":"Name","value":"parents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"entity"}},{"kind":"Field","name":{"kind":"Name","value":"parent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"unusedNames"}},{"kind":"Field","name":{"kind":"Name","value":"checksum"}}]}}]}}]}}]} as unknown as DocumentNode<SaveEntitiesMutation, SaveEntitiesMutationVariables>;
export const SaveSchemaDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveSchema"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SaveSchemaInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"saveSchema"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"schema"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SchemaDetails"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SchemaDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Schema"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datasetId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrainCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"timeColumns"}},{"kind":"Field","name":{"kind":"Name","value":"timeCandidates"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"originalName"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"dataType"}},{"kind":"Field","name":{"kind":"Name","value":"representation"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"cardinality"}},{"kind":"Field","name":{"kind":"Name","value":"nullRate"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"coercions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"example"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]} as unknown as DocumentNode<SaveSchemaMutation, SaveSchemaMutationVariables>;
export const SuggestionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Suggestions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"suggestions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"groupBy"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"periodGrain"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]} as unknown as DocumentNode<SuggestionsQuery, SuggestionsQueryVariables>;
export const UploadDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UploadDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UploadDatasetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"uploadDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<UploadDatasetMutation, UploadDatasetMutationVariables>;
export const VersionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Versions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"versions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"VersionSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"VersionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"publishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}}]}}]}}]} as unknown as DocumentNode<VersionsQuery, VersionsQueryVariables>;