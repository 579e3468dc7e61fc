import type { IncomingMessage } from 'node:http';
import { HttpError } from '../../model/http-error.js';
import { isMultipart } from './uploads.js';

/** Values of Sec-Fetch-Site (https://www.w3.org/TR/fetch-metadata/) for requests that do not come from a foreign page. */
const OWN_SITES: readonly unknown[] = ['same-origin', 'none', undefined];

/**
 * A foreign web page can make a browser send a form or a GET to any address without a CORS preflight. Therefore forms need
 * a header that only pages of this service and programs can set, and a GET from another origin is rejected. JSON needs no
 * guard, because browsers send a preflight first. Other types that are sent without a preflight (text/plain,
 * application/x-www-form-urlencoded, none) are rejected with 415.
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
      `Send the header apollo-require-preflight (any value) with ${isForm ? 'a multipart request' : 'a GET from another origin'}. It proves that no foreign web page sent the request.`,
    );
  }
}
