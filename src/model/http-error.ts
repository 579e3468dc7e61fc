import type { ErrorCode } from './errors.js';

/** A request answered with a status of its own, outside or before GraphQL. The message is for the client. */
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
