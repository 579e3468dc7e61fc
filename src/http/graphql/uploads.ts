import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { type GraphQLOperation, processRequest } from 'graphql-upload-minimal';
import { HttpError } from '../../model/http-error.js';

/** `operations` and `map`, each. */
const MAX_FIELD_BYTES = 1_000_000;
/** The parts of a form beside its file. */
const FORM_BYTES = 3 * MAX_FIELD_BYTES;
const MAX_IDLE_MS = 60_000;
const LINGER_MS = 10_000;

/** RFC 9110, 8.3.1: in any case. */
export function isMultipart({ 'content-type': type }: IncomingHttpHeaders): boolean {
  return /^multipart\/form-data\s*(?:;|$)/i.test(type ?? '');
}

/**
 * The GraphQL operation of a multipart request (https://github.com/jaydenseric/graphql-multipart-request-spec), its
 * variables holding promises of their files. Nothing is buffered: a file flows as its reader takes it, which is why a
 * request has one file (with two, the second could stand before the first in the body and wait for it for ever).
 *
 * @throws HttpError FILE_TOO_LARGE, BAD_MULTIPART_REQUEST
 */
export async function readMultipart(
  request: IncomingMessage,
  response: ServerResponse,
  maxUploadBytes: number,
): Promise<GraphQLOperation | GraphQLOperation[]> {
  if (Number(request.headers['content-length']) > maxUploadBytes + FORM_BYTES) {
    throw new HttpError(
      413,
      'FILE_TOO_LARGE',
      `The request is larger than the ${maxUploadBytes} bytes a file may have: nothing was read. Send a smaller file, or raise MAX_UPLOAD_BYTES.`,
    );
  }
  // A client that stops sending is cut off; the answer may then take as long as it takes.
  request.setTimeout(MAX_IDLE_MS);
  request.once('end', () => request.setTimeout(0));
  surviveBrokenParts(request);
  try {
    return await processRequest(request, response, { maxFieldSize: MAX_FIELD_BYTES, maxFiles: 1 });
  } catch (cause) {
    const { message, status } = cause as Error & { status?: number };
    const statusCode = status === 413 ? 413 : 400;
    throw new HttpError(statusCode, 'BAD_MULTIPART_REQUEST', `The multipart request is broken: ${message}`, { cause });
  }
}

/**
 * A part whose headers are malformed makes the parser fail twice, and the second time nobody listens any more
 * (graphql-upload-minimal 1.6.4, busboy 1.6.0): that would end the process.
 */
function surviveBrokenParts(request: IncomingMessage): void {
  const pipe = request.pipe.bind(request);
  request.pipe = (parser, options) => pipe(parser, options).on('error', () => undefined);
}

/** A client that is still sending may read no answer before it is done: what is left is dropped, for so long. */
export function discardRest(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed) return;
  request.unpipe();
  request.resume();
  const patience = setTimeout(() => request.destroy(), LINGER_MS);
  request.once('close', () => clearTimeout(patience));
}
