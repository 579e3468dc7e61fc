import type { IncomingMessage } from 'node:http';

/** Of a JSON body; files come as multipart and have a ceiling of their own. */
export const MAX_JSON_BYTES = 1024 * 1024;
/** For all of a JSON body; a client that is slower holds a connection for nothing. */
export const MAX_BODY_MS = 30_000;

export type ReadBody = Buffer | 'too slow';

const NOTHING = Buffer.alloc(0);

/**
 * Reads a body of up to MAX_JSON_BYTES; of a larger one only what shows that it is larger. Calls back once, and not at
 * all where the client goes away before the end.
 */
export function readBody(request: IncomingMessage, done: (body: ReadBody) => void): void {
  // Most bodies come in one packet with their head: once that is parsed all is there, without listeners and a timer.
  process.nextTick(() => {
    if (request.complete) done((request.read() as Buffer | null) ?? NOTHING);
    else collect(request, done);
  });
}

function collect(request: IncomingMessage, done: (body: ReadBody) => void): void {
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
    finish(Buffer.concat(chunks));
  };
  const onEnd = () => finish(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
  const patience = setTimeout(() => finish('too slow'), MAX_BODY_MS);
  const stop = () => {
    clearTimeout(patience);
    request.off('data', onData).off('end', onEnd).off('close', stop);
  };
  request.on('data', onData).on('end', onEnd).on('close', stop);
}
