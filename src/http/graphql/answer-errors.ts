import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { ConcentricError, type ErrorCode } from '../../model/errors.js';
import { HttpError } from '../../model/http-error.js';

interface ErrorAnswer {
  statusCode: number;
  code: HttpError['code'];
  message: string;
}

/** Errors and unknown routes as JSON: `{"error":{"code","message","requestId"}}`, on /graphql as GraphQL errors. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | HttpError | ConcentricError, request, reply) => {
    const answer = answerTo(error, request);
    // RFC 9110, 15.5.2: a 401 names the scheme.
    if (answer.statusCode === 401) reply.header('www-authenticate', 'Bearer');
    const retryAfter = error instanceof ConcentricError ? error.details.retryAfterSeconds : undefined;
    if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
    return reply.code(answer.statusCode).send(body(answer, request));
  });
  app.setNotFoundHandler((request) => {
    throw noRoute(request);
  });
}

export function noRoute({ method, url }: FastifyRequest): HttpError {
  return new HttpError(
    404,
    'NOT_FOUND',
    `No route for ${method} ${url.split('?', 1)[0]?.slice(0, 200)}. The API is at /graphql.`,
  );
}

/** Statuses of errors outside of GraphQL; 400 for every other code. */
const statuses: Partial<Record<ErrorCode, number>> = { OVERLOADED: 503, RATE_LIMITED: 429, STORAGE_UNAVAILABLE: 503 };

function answerTo(error: FastifyError | HttpError | ConcentricError, request: FastifyRequest): ErrorAnswer {
  if (error instanceof ConcentricError) {
    if (error.cause !== undefined) request.log.warn({ err: error }, error.message);
    return { statusCode: statuses[error.code] ?? 400, code: error.code, message: error.message };
  }
  const { statusCode = 500, message } = error;
  if (error instanceof HttpError) return { statusCode, code: error.code, message };
  if (statusCode === 415) {
    const got = JSON.stringify(request.headers['content-type']?.slice(0, 80) ?? 'no Content-Type');
    const expected = `Expected a body of application/json or multipart/form-data, got ${got}.`;
    return { statusCode, code: 'UNSUPPORTED_MEDIA_TYPE', message: expected };
  }
  // Other requests that Fastify itself refuses, such as a malformed URL.
  if (statusCode >= 400 && statusCode < 500) return { statusCode, code: 'BAD_REQUEST', message };
  request.log.error({ err: error }, 'answered 500');
  const internal = `Something went wrong on our side; request ${request.id}.`;
  return { statusCode: 500, code: 'INTERNAL_SERVER_ERROR', message: internal };
}

function body({ code, message }: ErrorAnswer, request: FastifyRequest) {
  const requestId = request.id;
  return request.routeOptions.url === '/graphql'
    ? { errors: [{ message, extensions: { code, requestId } }] }
    : { error: { code, message, requestId } };
}
