import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Principal } from '../../model/principal.js';

/** Longer requests are cached under a digest. */
const MAX_KEY_BYTES = 4_096;

/** The key of an answer: the principal, the media types it accepts, and the request (URL or body) byte for byte. */
export function requestKey({ method, url, headers }: IncomingMessage, { id }: Principal, body: Buffer | null): string {
  const request = body === null ? `GET ${url}` : `${method} ${body.toString('latin1')}`;
  const key = request.length > MAX_KEY_BYTES ? `# ${hash('sha256', request)}` : request;
  return `${id}\n${headers.accept ?? ''}\n${key}`;
}
