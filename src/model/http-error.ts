import type { ErrorCode } from './errors.js';

/** An error of a request outside or before GraphQL, with its own HTTP status. Clients receive the message. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    readonly statusCode: number,
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
