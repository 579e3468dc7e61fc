/** The codes of ConcentricError in `extensions.code`; stable, part of the contract. */
export const ErrorCode = {
  ANALYSIS_NOT_FOUND: 'ANALYSIS_NOT_FOUND',
  ARTIFACT_NOT_FOUND: 'ARTIFACT_NOT_FOUND',
  COLUMN_NOT_FOUND: 'COLUMN_NOT_FOUND',
  COLUMN_NOT_NUMERIC: 'COLUMN_NOT_NUMERIC',
  CONFLICT: 'CONFLICT',
  DATASET_NOT_FOUND: 'DATASET_NOT_FOUND',
  DATASET_NOT_READY: 'DATASET_NOT_READY',
  EMPTY_FILE: 'EMPTY_FILE',
  FILE_TOO_LARGE: 'FILE_TOO_LARGE',
  FORBIDDEN: 'FORBIDDEN',
  GRAIN_NOT_AVAILABLE: 'GRAIN_NOT_AVAILABLE',
  IDEMPOTENCY_CONFLICT: 'IDEMPOTENCY_CONFLICT',
  INVALID_CURSOR: 'INVALID_CURSOR',
  INVALID_INPUT: 'INVALID_INPUT',
  INVALID_OPTION: 'INVALID_OPTION',
  INVALID_THRESHOLDS: 'INVALID_THRESHOLDS',
  INVALID_TOP_N: 'INVALID_TOP_N',
  NO_TABLE: 'NO_TABLE',
  OPERATION_TOO_LARGE: 'OPERATION_TOO_LARGE',
  OVERLOADED: 'OVERLOADED',
  RATE_LIMITED: 'RATE_LIMITED',
  SHEET_NOT_FOUND: 'SHEET_NOT_FOUND',
  STORAGE_UNAVAILABLE: 'STORAGE_UNAVAILABLE',
  TIME_COLUMNS_INVALID: 'TIME_COLUMNS_INVALID',
  TOO_MANY_COLUMNS: 'TOO_MANY_COLUMNS',
  UNREADABLE_FILE: 'UNREADABLE_FILE',
  UNSUPPORTED_FORMAT: 'UNSUPPORTED_FORMAT',
  UPLOAD_INCOMPLETE: 'UPLOAD_INCOMPLETE',
  VERSION_NOT_KEPT: 'VERSION_NOT_KEPT',
  VERSION_NOT_REACHED: 'VERSION_NOT_REACHED',
} as const;
export type ErrorCode = keyof typeof ErrorCode;

/** The other codes a client can meet: of requests refused before GraphQL or by GraphQL itself, and of faults of ours. */
export const RequestErrorCode = {
  BAD_MULTIPART_REQUEST: 'BAD_MULTIPART_REQUEST',
  BAD_REQUEST: 'BAD_REQUEST',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  CSRF_PREVENTED: 'CSRF_PREVENTED',
  DOCUMENT_NOT_TRUSTED: 'DOCUMENT_NOT_TRUSTED',
  GRAPHQL_PARSE_FAILED: 'GRAPHQL_PARSE_FAILED',
  GRAPHQL_VALIDATION_FAILED: 'GRAPHQL_VALIDATION_FAILED',
  INTERNAL_SERVER_ERROR: 'INTERNAL_SERVER_ERROR',
  INTROSPECTION_DISABLED: 'INTROSPECTION_DISABLED',
  LINK_EXPIRED: 'LINK_EXPIRED',
  LINK_INVALID: 'LINK_INVALID',
  MISDIRECTED_REQUEST: 'MISDIRECTED_REQUEST',
  NOT_FOUND: 'NOT_FOUND',
  OPERATION_RESOLUTION_FAILURE: 'OPERATION_RESOLUTION_FAILURE',
  PERSISTED_QUERY_NOT_FOUND: 'PERSISTED_QUERY_NOT_FOUND',
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  UNSUPPORTED_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
} as const;
export type RequestErrorCode = keyof typeof RequestErrorCode;

/**
 * A problem the caller can do something about. The message says what was expected, what came, where, and what to do;
 * `details` carries the same as data and reaches the client in `extensions`. Anything thrown that is not of this class
 * is our fault and is answered as INTERNAL_SERVER_ERROR with a request id, never with its text.
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
