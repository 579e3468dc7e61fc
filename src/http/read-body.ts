import type { IncomingMessage } from 'node:http';
import { HttpError } from '../model/http-error.js';

/** Of a JSON body. Files come as multipart and have a limit of their own. */
export const MAX_JSON_BYTES = 1024 * 1024;
/** For a whole JSON body: a slower client would hold a connection for nothing. */
const MAX_BODY_MS = 30_000;

const EMPTY = Buffer.alloc(0);

/** The body, or why it was not read: HttpError 408 or 413. */
export type ReadBody = Buffer | HttpError;

/** A body whose last byte node:http has parsed already, as most do that arrive in one packet with their head; else null. */
export function completeBody(request: IncomingMessage): Buffer | null {
  return request.complete ? ((request.read() as Buffer | null) ?? EMPTY) : null;
}

/** Calls back once with a body of up to MAX_JSON_BYTES, and not at all when the client disconnects before its end. */
export function readBody(request: IncomingMessage, done: (body: ReadBody) => void): void {
  if (Number(request.headers['content-length']) > MAX_JSON_BYTES) {
    done(tooLarge());
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  const finish = (body: ReadBody) => {
    stop();
    done(body);
  };
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= MAX_JSON_BYTES) return;
    request.pause();
    finish(tooLarge());
  };
  const onEnd = () => finish(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
  const timer = setTimeout(() => finish(tooSlow()), MAX_BODY_MS);
  const stop = () => {
    clearTimeout(timer);
    request.off('data', onData).off('end', onEnd).off('close', stop);
  };
  request.on('data', onData).on('end', onEnd).on('close', stop);
}

function tooLarge(): HttpError {
  return new HttpError(
    413,
    'BODY_TOO_LARGE',
    `The body is larger than the ${MAX_JSON_BYTES} bytes an operation may have. Files are sent as multipart/form-data.`,
  );
}

function tooSlow(): HttpError {
  return new HttpError(
    408,
    'BAD_REQUEST',
    `The body did not arrive within ${MAX_BODY_MS / 1000} s. Send it again without pauses.`,
  );
}
