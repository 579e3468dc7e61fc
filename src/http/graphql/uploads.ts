import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { type GraphQLOperation, processRequest } from 'graphql-upload-minimal';
import { HttpError } from '../../model/http-error.js';
import { parseJson } from './parse-json.js';

/** `operations` and `map`, each. */
const MAX_FIELD_BYTES = 1_000_000;
/** The parts of a form beside its file. */
const MAX_FORM_BYTES = 3 * MAX_FIELD_BYTES;
/** For everything in front of the file, which has a minimum rate of its own (ingest/intake/receive-upload.ts). */
const MAX_FORM_MS = 30_000;
const MAX_IDLE_MS = 60_000;

/** RFC 9110, 8.3.1: in any case. */
export function isMultipart({ 'content-type': type }: IncomingHttpHeaders): boolean {
  return /^multipart\/form-data\s*(?:;|$)/i.test(type ?? '');
}

/**
 * The GraphQL operation of a multipart request (https://github.com/jaydenseric/graphql-multipart-request-spec), its
 * variables holding promises of their files. Nothing is buffered: a file flows as its reader takes it, which is why a
 * request has one file (with two, the second could come first in the body and wait forever).
 *
 * @throws HttpError FILE_TOO_LARGE, BAD_MULTIPART_REQUEST
 */
export async function readMultipart(
  request: IncomingMessage,
  response: ServerResponse,
  maxUploadBytes: number,
): Promise<GraphQLOperation | GraphQLOperation[]> {
  if (Number(request.headers['content-length']) > maxUploadBytes + MAX_FORM_BYTES) {
    throw new HttpError(
      413,
      'FILE_TOO_LARGE',
      `The request is larger than the ${maxUploadBytes} bytes a file may have: nothing was read. Send a smaller file, or raise MAX_UPLOAD_BYTES.`,
    );
  }
  // A client that stops sending is disconnected; the answer may then take its time.
  request.setTimeout(MAX_IDLE_MS);
  request.once('end', () => request.setTimeout(0));
  const form = watchForm(request);
  try {
    const operation = await processRequest(request, response, { maxFieldSize: MAX_FIELD_BYTES, maxFiles: 1 });
    if (form.problem !== null) throw form.problem;
    return operation;
  } catch (cause) {
    if (form.problem !== null) throw form.problem;
    const { message, status } = cause as Error & { status?: number };
    const statusCode = status === 413 ? 413 : 400;
    throw new HttpError(statusCode, 'BAD_MULTIPART_REQUEST', `The multipart request is broken: ${message}`, { cause });
  }
}

/**
 * Adds to the parser that processRequest makes: a deadline for the fields in front of the file, the rules of JSON
 * (parse-json.ts) for them, and a listener for a second error. A part with malformed headers makes it fail twice, the second
 * time without a listener (graphql-upload-minimal 1.6.4, busboy 1.6.0), which would end the process.
 */
function watchForm(request: IncomingMessage): { problem: HttpError | null } {
  const form: { problem: HttpError | null } = { problem: null };
  const pipe = request.pipe.bind(request) as (parser: Writable, options?: { end?: boolean }) => Writable;
  const watched = (parser: Writable, options?: { end?: boolean }) => {
    const timer = setTimeout(() => {
      const message = `Expected "operations", "map" and the beginning of the file within ${MAX_FORM_MS / 1000} s.`;
      form.problem = new HttpError(408, 'BAD_MULTIPART_REQUEST', `${message} Send the request again.`);
      parser.destroy(form.problem);
    }, MAX_FORM_MS);
    const stop = () => clearTimeout(timer);
    parser
      .on('error', () => undefined)
      .once('file', stop)
      .once('close', stop);
    request.once('close', stop);
    parser.on('field', (name: string, value: string) => {
      try {
        parseJson(value, `the field ${JSON.stringify(name.slice(0, 80))}`);
      } catch (error) {
        form.problem ??= new HttpError(400, 'BAD_MULTIPART_REQUEST', (error as HttpError).message);
      }
    });
    return pipe(parser, options);
  };
  request.pipe = watched as typeof request.pipe;
  return form;
}
