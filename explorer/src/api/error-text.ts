import type { CombinedError } from '@urql/core';
import type { ErrorCode } from '../../../clients/typescript/generated/graphql.js';

/** An error as it is shown: with the service's message where there is one. */
export interface ErrorText {
  title: string;
  message: string;
  code: string;
  /** Trying again may help. */
  isRetryable: boolean;
}

export function errorText(error: CombinedError | Error): ErrorText {
  const answered = 'graphQLErrors' in error ? error.graphQLErrors[0] : undefined;
  if (answered) {
    const { code } = answered.extensions;
    const isRetryable = RETRYABLE_CODES.includes(code as ErrorCode);
    return {
      title: titles[code as ErrorCode] ?? 'The request was refused',
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
        ? 'There was no answer. The page continues as soon as the service answers again.'
        : `The service answered with status ${status} and no message. Try again in a moment.`,
    code: 'NETWORK',
    isRetryable: true,
  };
}

/** Whether the version was removed or does not exist yet. */
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
  COLUMN_NOT_FOUND: 'Column not found',
  DATASET_NOT_FOUND: 'Dataset not found',
  DATASET_NOT_READY: 'Not ready yet',
  FORBIDDEN: 'Not allowed with this key',
  GRAIN_NOT_AVAILABLE: 'These periods are not available',
  INTERNAL_SERVER_ERROR: 'Internal error',
  INVALID_INPUT: 'Invalid input',
  OVERLOADED: 'The service is busy',
  UNAUTHENTICATED: 'API key required',
  VERSION_NOT_KEPT: 'Version not available',
};
