import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** Whether the head announces a body. */
export function hasBody({ 'content-length': length, 'transfer-encoding': coding }: IncomingHttpHeaders): boolean {
  return coding !== undefined || (length !== undefined && length !== '0');
}

/**
 * What intermediaries may frame or route differently from node:http, which is how one client's request is smuggled into
 * another's connection: a body where HTTP defines none (RFC 9110, 9.3.1), and several Host headers (RFC 9112, 3.2), of which
 * node:http takes the first. The message for the client; null where nothing is ambiguous.
 */
export function framingProblem({ method, headers, rawHeaders }: IncomingMessage): string | null {
  if ((method === 'GET' || method === 'HEAD' || method === 'OPTIONS') && hasBody(headers)) {
    return `Expected a ${method} without a body, got one with ${describeBody(headers)}. Send an operation with a body by POST.`;
  }
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts > 1 ? `Expected one Host header, got ${hosts}.` : null;
}

function describeBody({ 'content-length': length }: IncomingHttpHeaders): string {
  return length === undefined ? 'Transfer-Encoding' : `Content-Length: ${length}`;
}
