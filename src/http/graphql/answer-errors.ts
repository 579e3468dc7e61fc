import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { HttpError } from '../../model/http-error.js';

interface Answer {
  statusCode: number;
  code: HttpError['code'];
  message: string;
}

/** Errors and unknown routes as JSON: `{"error":{"code","message","requestId"}}`, on /graphql as GraphQL errors. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | HttpError, request, reply) => {
    const answer = answerTo(error, request);
    // RFC 9110, 15.5.2: whoever says 401 says how to ask.
    if (answer.statusCode === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(answer.statusCode).send(body(answer, request));
  });
  app.setNotFoundHandler((request, reply) => {
    const message = `There is nothing at ${request.method} ${request.url.split('?', 1)[0]?.slice(0, 200)}. The API is at /graphql.`;
    return reply.code(404).send(body({ statusCode: 404, code: 'NOT_FOUND', message }, request));
  });
}

function answerTo(error: FastifyError | HttpError, request: FastifyRequest): Answer {
  const { statusCode = 500, message } = error;
  if (error instanceof HttpError) return { statusCode, code: error.code, message };
  if (statusCode === 413) {
    const { bodyLimit } = request.routeOptions;
    const said = `The body is larger than the ${bodyLimit} bytes an operation may have. Files are sent as multipart/form-data.`;
    return { statusCode, code: 'BODY_TOO_LARGE', message: said };
  }
  if (statusCode === 415) {
    const got = JSON.stringify(request.headers['content-type']?.slice(0, 80) ?? 'no Content-Type');
    const said = `Expected a body of application/json or multipart/form-data, got ${got}.`;
    return { statusCode, code: 'UNSUPPORTED_MEDIA_TYPE', message: said };
  }
  // What else Fastify itself refuses, such as a body that is not JSON.
  if (statusCode >= 400 && statusCode < 500) return { statusCode, code: 'BAD_REQUEST', message };
  request.log.error({ err: error }, 'answered 500');
  const ours = `Something went wrong on our side; request ${request.id}.`;
  return { statusCode: 500, code: 'INTERNAL_SERVER_ERROR', message: ours };
}

function body({ code, message }: Answer, request: FastifyRequest) {
  const requestId = request.id;
  return request.routeOptions.url === '/graphql'
    ? { errors: [{ message, extensions: { code, requestId } }] }
    : { error: { code, message, requestId } };
}
