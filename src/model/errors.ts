/**
 * Every value of `extensions.code`, with what happened and what to do. A new code needs one line here: `npm run schema`
 * generates the enum ErrorCode of the contract, the typed client and docs/errors.md from it. Codes are stable.
 */
export const ERROR_CODES = {
  ANALYSIS_OUTDATED:
    'Names were merged or roles were changed since the analysis was made, so its rows are no longer known. Request it again with the same input.',
  ARTIFACT_NOT_FOUND:
    'There is no such file of an analysis: its dataset was deleted or its version is no longer kept. Query the analysis again for new links.',
  BAD_MULTIPART_REQUEST:
    'The multipart request does not follow the GraphQL multipart request specification. Send `operations`, `map` and the files, in this order.',
  BAD_REQUEST: 'The HTTP request is not a GraphQL operation in a supported form. The message says what was expected.',
  BAD_USER_INPUT: 'A variable or an argument has a value that its type does not allow. Correct the value.',
  BODY_TOO_LARGE: 'The request body is larger than an operation may be. Send files as multipart/form-data.',
  COLUMN_NOT_FOUND:
    'The dataset has no column of that name. Use a name of `Column.name`; the message names the nearest one.',
  COLUMN_NOT_NUMERIC:
    'The values of the column cannot be added up. Choose a column of amounts; the message lists them.',
  COLUMN_NOT_TEXT:
    'The column holds numbers, dates or truth values, which have no spellings to merge. Choose a text column; the message lists them.',
  CONFLICT: 'The version was replaced or deleted while it was being read. Send the operation again.',
  CSRF_PREVENTED:
    'The request could have been sent by a foreign web page. Send the header `apollo-require-preflight` with it.',
  DATASET_NOT_FOUND: 'The dataset does not exist or was deleted. List the datasets with `datasets`.',
  DATASET_NOT_READY: 'The file of the dataset is still being read, or could not be read. See `status` and `failure`.',
  DOCUMENT_NOT_TRUSTED:
    'The service runs registered operations only, and this is none of them. Send the id of a registered one.',
  DUPLICATE_SOURCE:
    'Two files of the dataset have the same rows, which would count twice. Leave one out, or send `allowDuplicate: true`.',
  EMPTY_FILE: 'The file has no content. Upload a file with a header and at least one row.',
  ENTITIES_NOT_AVAILABLE:
    'The roles, the time or the merged names of columns were changed after the analysis was computed, so its entities cannot be listed. Request the analysis again with its parameters.',
  ENTITY_CYCLE:
    'An entity would be its own parent, directly or by others. The message names the circle; take one of its links out.',
  ENTITY_MAPPING_CHANGED:
    'Someone else saved the mapping of the column since it was read. Read it again and repeat the change.',
  ENTITY_MAPPING_DAMAGED:
    'The stored mapping of a column is damaged or missing. Save merges, parents and distinct names again with saveEntities.',
  ENTITY_NAME_REPEATED:
    'A name is in two merges, or an entity has two parents. The message says where; leave one of them out.',
  ENTITY_NAME_UNKNOWN:
    'The column has no such name. The message gives the nearest one; or send `unknownNames: KEEP` for names of later files.',
  ENTITY_NOT_FOUND:
    'The analysis has no entity of that key. Use an `EntityKey` of the analysis; the message gives the nearest one.',
  FILE_TOO_LARGE: 'The file, or what it expands to, is larger than the service accepts. Upload a smaller file.',
  FORBIDDEN: 'The key has a role that does not allow this operation. Use a key of the role that the message names.',
  GRAIN_NOT_AVAILABLE:
    'The time columns do not allow this period grain. Choose one of `periodGrainCandidates`, or NONE.',
  GRAPHQL_PARSE_FAILED: 'The document is not valid GraphQL syntax. The message and `locations` say where.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not match the schema. The message says which field or argument.',
  IDEMPOTENCY_CONFLICT:
    'The idempotency key was used for another request within the last 24 hours. Send a new key, or the same request.',
  INGEST_CANCELLED:
    'The reading of the file was cancelled with cancelIngest. Send the file again, or read the stored one with normalizeDataset.',
  INTERNAL_SERVER_ERROR:
    'The service failed because of an internal error. Send the operation again; if it fails again, report the request id.',
  INTROSPECTION_DISABLED: 'Introspection is switched off. Use the published schema file.',
  INVALID_CURSOR: '`after` is not a cursor of this list. Pass `pageInfo.endCursor` unchanged.',
  INVALID_GROUP_BY: '`groupBy` does not name exactly one column. Name one; analyses by several columns are planned.',
  INVALID_INPUT: 'An argument or an input field has a value that is not allowed. The message says what was expected.',
  INVALID_OPTION:
    'An option for reading the file does not fit the file. Correct it, or leave it out to have it detected.',
  INVALID_PERIODS:
    'The periods cannot be formed: a key is no period of the grain, or a window or fiscal year does not fit the time columns. `argument` names the field; the message says what was expected.',
  INVALID_THRESHOLDS: '`thresholds` must hold 1 to 10 percentages, each above 0 and at most 100.',
  INVALID_TOP_N: '`topN` must hold 1 to 10 whole numbers, each from 1 to 1000.',
  LINK_EXPIRED: 'The download link has expired. Query the analysis again for a new one, or send a key.',
  LINK_INVALID: 'The signature of the download link does not match. Query the analysis again for a new link.',
  MISDIRECTED_REQUEST:
    'A service without keys answers requests to this machine only. Set PUBLIC_URL if it runs behind a proxy.',
  NO_COMMON_COLUMN:
    'A sheet or file has none of the columns of the others, so they are not one table. Leave it out, or upload it as a dataset of its own.',
  NO_TABLE:
    'The file holds no table: no header with a row below it. Check the file, or name the sheet or the header row.',
  NOT_FOUND: 'There is no resource at this path. The API is at `/graphql`.',
  OPERATION_RESOLUTION_FAILURE:
    'The document has no operation of that name, or several and none is named. Send `operationName`.',
  OPERATION_TOO_LARGE: 'The operation is too large or costs too much. Select less, or send it in parts.',
  OVERLOADED: 'The service has too much work at the moment, or is shutting down. Try again later.',
  PERSISTED_QUERY_NOT_FOUND: 'No document is registered under this id. Send its text in `query`.',
  RATE_LIMITED: 'The key has used its rate of operations. Wait as long as the header `Retry-After` says.',
  RECORD_DAMAGED:
    'The record of the dataset cannot be read. Restore the file that the message names from a backup, or delete the dataset.',
  ROLE_NOT_AVAILABLE:
    'The values of the column do not allow this role. The message says why, and what to change first.',
  SHEET_NOT_FOUND: 'The workbook has no sheet of that name. The message lists its sheets.',
  SOURCE_NOT_FOUND: 'The dataset has no file of that name. Use a name of `Dataset.sources`; the message lists them.',
  STORAGE_UNAVAILABLE:
    'The storage folder or the database cannot be read or written. Try again later; the operator must free space or repair it.',
  TIME_COLUMNS_INVALID:
    'No period can be read from these columns together. The message says which columns can be used.',
  TOO_MANY_SOURCES: 'More files or sheets than the service stacks. Put some of them together before you send them.',
  TOO_MANY_COLUMNS: 'The file has more columns than the service accepts. Remove columns that are not needed.',
  TYPE_NOT_AVAILABLE:
    'The cells of the column cannot be read as the type given for it. The message says what they are; give another type.',
  UNAUTHENTICATED:
    'The service requires a key, and none or an unknown one was sent. Send `Authorization: Bearer <key>`.',
  UNREADABLE_FILE: 'The file is damaged or protected. Open it in its program, save it again and upload that.',
  UNSUPPORTED_FORMAT: 'Files of this kind cannot be read. Upload CSV, TSV, XLSX or Parquet.',
  UNSUPPORTED_MEDIA_TYPE: 'The Content-Type of the request is not supported. Send JSON or multipart/form-data.',
  UPLOAD_INCOMPLETE: 'The file did not arrive completely. Send it again.',
  VERSION_DAMAGED:
    'A file of the version is damaged and could not be rebuilt from its source. Upload the file again, or normalize the dataset.',
  VERSION_NEEDS_NORMALIZATION:
    'The version was made by an earlier release that did not record where rows come from, and this release reads its source differently. Create a new version with normalizeDataset.',
  VERSION_NOT_KEPT:
    'This version of the dataset is no longer kept, or does not exist. Choose one of `Dataset.versions`.',
  VERSION_NOT_REACHED:
    'The dataset has not reached `atLeastVersion` on this host in time. Send the operation again, or with a lower version.',
} as const satisfies Record<string, string>;
export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * A problem that the caller can act on. The message says what was expected, what was received, where, and what to do.
 * `details` contains the same as data; clients receive it in `extensions`. Any other error is internal: clients receive
 * INTERNAL_SERVER_ERROR with a request id, never the error's text.
 */
export class ConcentricError extends Error {
  override readonly name = 'ConcentricError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Whether an error comes from a store that does not answer: another attempt may succeed. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof ConcentricError && error.code === 'STORAGE_UNAVAILABLE';
}
