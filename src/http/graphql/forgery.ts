import type { IncomingMessage } from 'node:http';
import { HttpError } from '../../model/http-error.js';
import { isMultipart } from './uploads.js';

/** Values of Sec-Fetch-Site (https://www.w3.org/TR/fetch-metadata/) for requests that no foreign page made. */
const OWN_SITES: readonly unknown[] = ['same-origin', 'none', undefined];

/**
 * A foreign web page can make a browser send a form, or a GET, to any address without asking that address first (CORS).
 * Forms must therefore carry a header that only a page of our own or a program can set, and a GET which the browser
 * says comes from another origin is refused. JSON needs no guard: browsers ask first. The other types that they send
 * without asking (text/plain, application/x-www-form-urlencoded, none) are never read (415).
 *
 * @throws HttpError CSRF_PREVENTED
 */
export function refuseForgery({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): void {
  if (headers['apollo-require-preflight'] || headers['x-apollo-operation-name']) return;
  const isForm = isMultipart(headers);
  const isForeignRead = method !== 'POST' && !OWN_SITES.includes(headers['sec-fetch-site']);
  if (isForm || isForeignRead) {
    throw new HttpError(
      400,
      'CSRF_PREVENTED',
      `Send the header apollo-require-preflight (any value) with ${isForm ? 'a multipart request' : 'a GET from another origin'}: no foreign web page can.`,
    );
  }
}
