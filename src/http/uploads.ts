import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { type FileUpload, type GraphQLOperation, processRequest } from 'graphql-upload-minimal';
import type { FilesPort } from '../../resolvers/context.js';
import { ConcentricError } from '../model/errors.js';
import { HttpError } from './errors.js';

/** `operations` and `map`, each. */
const MAX_FIELD_BYTES = 1_000_000;
/** The parts of a form beside its file. */
const FORM_BYTES = 3 * MAX_FIELD_BYTES;
const MAX_IDLE_MS = 60_000;
const LINGER_MS = 10_000;

/**
 * The GraphQL operation of a multipart request (https://github.com/jaydenseric/graphql-multipart-request-spec), its
 * variables holding promises of their files. Nothing is buffered: a file flows as its reader takes it, which is why a
 * request has one file (with two, the second could stand before the first in the body and wait for it for ever).
 *
 * @throws HttpError CSRF_PREVENTED before a byte of the body is read, FILE_TOO_LARGE, BAD_MULTIPART_REQUEST
 */
export async function readMultipart(
  request: IncomingMessage,
  response: ServerResponse,
  maxUploadBytes: number,
): Promise<GraphQLOperation | GraphQLOperation[]> {
  const { headers } = request;
  if (!headers['apollo-require-preflight'] && !headers['x-apollo-operation-name']) {
    throw new HttpError(
      400,
      'CSRF_PREVENTED',
      'A multipart request must carry the header apollo-require-preflight (any value), which no foreign web page can set.',
    );
  }
  if (Number(headers['content-length']) > maxUploadBytes + FORM_BYTES) {
    throw new HttpError(413, 'FILE_TOO_LARGE', tooLarge(maxUploadBytes));
  }
  try {
    return await processRequest(request, response, { maxFieldSize: MAX_FIELD_BYTES, maxFiles: 1 });
  } catch (cause) {
    const { message, status } = cause as Error & { status?: number };
    throw new HttpError(
      status === 413 ? 413 : 400,
      'BAD_MULTIPART_REQUEST',
      `The multipart request is broken: ${message}`,
      {
        cause,
      },
    );
  }
}

/** A client that is still sending may read no answer before it is done: what is left is dropped, for so long. */
export function discardRest(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed) return;
  request.unpipe();
  request.resume();
  const patience = setTimeout(() => request.destroy(), LINGER_MS);
  request.once('close', () => clearTimeout(patience));
}

export function createFiles(maxUploadBytes: number): FilesPort {
  return {
    async receive(part) {
      const file = await part.catch((cause) => {
        throw incomplete(cause);
      });
      const fileName = file.filename || 'file';
      return { fileName, stream: Readable.from(guarded(open(file), maxUploadBytes), { objectMode: false }) };
    },
  };
}

function open(file: FileUpload): Readable {
  try {
    return file.createReadStream();
  } catch (cause) {
    throw new ConcentricError(
      'INVALID_INPUT',
      'One file part stands for two variables; send each upload in a request of its own.',
      {},
      { cause },
    );
  }
}

async function* guarded(stream: Readable, maxUploadBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  const idle = setTimeout(() => stream.destroy(new Error(`nothing came for ${MAX_IDLE_MS / 1000} s`)), MAX_IDLE_MS);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxUploadBytes)
        throw new ConcentricError('FILE_TOO_LARGE', tooLarge(maxUploadBytes), { maxUploadBytes });
      yield chunk;
      idle.refresh();
    }
  } catch (error) {
    throw error instanceof ConcentricError ? error : incomplete(error);
  } finally {
    clearTimeout(idle);
  }
}

function tooLarge(maxUploadBytes: number): string {
  return `The file is larger than the ${maxUploadBytes.toLocaleString('en')} bytes this server takes (MAX_UPLOAD_BYTES). Send less: only the columns needed, or Parquet.`;
}

function incomplete(cause: unknown): ConcentricError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConcentricError(
    'UPLOAD_INCOMPLETE',
    `The file did not arrive whole (${reason}). Send it again.`,
    {},
    { cause },
  );
}
