import type { IncomingMessage } from 'node:http';
import { HttpError } from './errors.js';

/**
 * A foreign web page can make a browser send a form, or a GET, to any address without asking that address first (CORS).
 * Forms must therefore carry a header that only a page of our own or a program can set, and a GET which the browser
 * says comes from another site is refused. JSON needs no guard: browsers ask first.
 *
 * @throws HttpError CSRF_PREVENTED
 */
export function refuseForgery({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): void {
  if (headers['apollo-require-preflight'] || headers['x-apollo-operation-name']) return;
  const isForm = headers['content-type']?.startsWith('multipart/form-data') ?? false;
  const isForeignGet = method === 'GET' && headers['sec-fetch-site'] === 'cross-site';
  if (isForm || isForeignGet) {
    throw new HttpError(
      400,
      'CSRF_PREVENTED',
      `Send the header apollo-require-preflight (any value) with ${isForm ? 'a multipart request' : 'a GET from another site'}: no foreign web page can.`,
    );
  }
}
