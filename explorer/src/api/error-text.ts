import type { CombinedError } from '@urql/core';
import type { ErrorCode } from '../../../clients/typescript/generated/error-codes.js';

/** What went wrong, for people: the service's own words where it has any. */
export interface ErrorText {
  title: string;
  message: string;
  code: string;
  /** Asking again may help. */
  isRetryable: boolean;
}

export function errorText(error: CombinedError | Error): ErrorText {
  const answered = 'graphQLErrors' in error ? error.graphQLErrors[0] : undefined;
  if (answered) {
    const { code } = answered.extensions;
    const isRetryable = RETRYABLE_CODES.includes(code as ErrorCode);
    return {
      title: titles[code as ErrorCode] ?? 'The service says no',
      message: answered.message,
      code: String(code),
      isRetryable,
    };
  }
  const status = 'response' in error ? (error.response?.status as number | undefined) : undefined;
  return {
    title: 'The service cannot be reached',
    message:
      status === undefined
        ? 'There was no answer. Check that it is running and that you are connected, then try again.'
        : `It answered with status ${status} and nothing to read. Try again in a moment.`,
    code: 'NETWORK',
    isRetryable: true,
  };
}

/** Whether it is that a version was swept, or is yet to come. */
export function isVersionUnavailable(error: CombinedError | undefined): boolean {
  return error?.graphQLErrors.some(({ extensions }) => extensions.code === 'VERSION_NOT_KEPT') ?? false;
}

const RETRYABLE_CODES: readonly ErrorCode[] = [
  'OVERLOADED',
  'STORAGE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
  'VERSION_NOT_REACHED',
];

const titles: Partial<Record<ErrorCode, string>> = {
  COLUMN_NOT_FOUND: 'No such column',
  DATASET_NOT_FOUND: 'No such dataset',
  DATASET_NOT_READY: 'Not ready yet',
  FORBIDDEN: 'Not allowed with this key',
  GRAIN_NOT_AVAILABLE: 'These periods cannot be made',
  INTERNAL_SERVER_ERROR: 'Something broke on our side',
  INVALID_INPUT: 'That cannot be asked',
  OVERLOADED: 'Busy',
  UNAUTHENTICATED: 'A key is needed',
  VERSION_NOT_KEPT: 'This version is not kept',
};
