import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { type GraphQLOperation, processRequest } from 'graphql-upload-minimal';
import { MAX_SOURCES } from '../../model/dataset.js';
import { HttpError } from '../../model/http-error.js';
import { parseJson } from './parse-json.js';

/** `operations` and `map`, each. */
const MAX_FIELD_BYTES = 1_000_000;
/** The parts of a form beside its files. */
const MAX_FORM_BYTES = 3 * MAX_FIELD_BYTES;
/** For everything in front of the files, which have a minimum rate of their own (ingest/intake/receive-upload.ts). */
const MAX_FORM_MS = 30_000;
const MAX_IDLE_MS = 60_000;

/** RFC 9110, 8.3.1: in any case. */
export function isMultipart({ 'content-type': type }: IncomingHttpHeaders): boolean {
  return /^multipart\/form-data\s*(?:;|$)/i.test(type ?? '');
}

/**
 * The GraphQL operation of a multipart request (https://github.com/jaydenseric/graphql-multipart-request-spec), its
 * variables holding promises of their files. Nothing is buffered: a file flows as its reader takes it. The files of a
 * request are those of one list, because its reader takes them in the order of the body (receive-files.ts); readers of two
 * variables would wait for each other.
 *
 * @throws HttpError FILE_TOO_LARGE, BAD_MULTIPART_REQUEST
 */
export async function readMultipart(
  request: IncomingMessage,
  response: ServerResponse,
  maxUploadBytes: number,
): Promise<GraphQLOperation | GraphQLOperation[]> {
  const contentLength = Number(request.headers['content-length']);
  if (contentLength > MAX_SOURCES * maxUploadBytes + MAX_FORM_BYTES) throw tooLarge(maxUploadBytes);
  // A client that stops sending is disconnected; the answer may then take its time.
  request.setTimeout(MAX_IDLE_MS);
  request.once('end', () => request.setTimeout(0));
  const form = watchForm(request, (map) => {
    const { files } = readMap(map);
    if (contentLength > files * maxUploadBytes + MAX_FORM_BYTES) throw tooLarge(maxUploadBytes);
  });
  try {
    const operation = await processRequest(request, response, { maxFieldSize: MAX_FIELD_BYTES, maxFiles: MAX_SOURCES });
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
function watchForm(request: IncomingMessage, checkMap: (map: unknown) => void): { problem: HttpError | null } {
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
        const json = parseJson(value, `the field ${JSON.stringify(name.slice(0, 80))}`);
        if (name === 'map') checkMap(json);
      } catch (error) {
        const { statusCode, code, message } = error as HttpError;
        form.problem ??=
          code === 'FILE_TOO_LARGE'
            ? new HttpError(statusCode, code, message)
            : new HttpError(400, 'BAD_MULTIPART_REQUEST', message);
      }
    });
    return pipe(parser, options);
  };
  request.pipe = watched as typeof request.pipe;
  return form;
}

/** The number of files that a `map` announces. @throws HttpError for several that are not each an item of one list */
function readMap(map: unknown): { files: number } {
  const entries = Object.values(map ?? {});
  if (entries.length <= 1) return { files: entries.length };
  const paths = entries.flatMap((each: unknown) => (Array.isArray(each) ? each.map(String) : []));
  const lists = new Set(paths.map((path) => /^(.+)\.\d+$/.exec(path)?.[1] ?? path));
  const areItems = paths.every((path) => !lists.has(path));
  if (areItems && lists.size === 1 && new Set(paths).size === paths.length) return { files: entries.length };
  const shown = [...new Set(paths)].slice(0, 3).map((path) => JSON.stringify(path.slice(0, 80)));
  throw new HttpError(
    400,
    'BAD_MULTIPART_REQUEST',
    `Several files of a request must be items of one list, such as "variables.files.0" and "variables.files.1"; "map" has ${shown.join(' and ')}. Send other files in requests of their own.`,
  );
}

function tooLarge(maxUploadBytes: number): HttpError {
  return new HttpError(
    413,
    'FILE_TOO_LARGE',
    `The request is larger than the ${maxUploadBytes} bytes a file may have: nothing was read. Send a smaller file, or raise MAX_UPLOAD_BYTES.`,
  );
}
