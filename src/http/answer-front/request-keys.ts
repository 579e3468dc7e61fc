import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Principal } from '../../model/principal.js';
import { wantsEvents } from '../graphql/event-streams.js';
import { placeOf } from './place-of.js';

/** Longer requests are remembered by a digest. */
const MAX_KEY_BYTES = 4_096;
/** A power of two: 2 MiB at most, bodies and keys. */
const PLACES = 256;

interface MadeKey {
  body: Buffer;
  id: string;
  accept: string;
  key: string;
}

/** What answers are kept by: all that they depend on beside what they are made from. */
export class RequestKeys {
  /** To hash a string of a kilobyte takes ten times as long as to find that its bytes are those of one that was hashed before. */
  private readonly made = new Array<MadeKey | undefined>(PLACES);

  /** Null where a stream of events is wanted. */
  ofGet(request: IncomingMessage, { id }: Principal): string | null {
    return wantsEvents(request) ? null : keyOf(id, acceptedBy(request), `GET ${request.url}`);
  }

  /** Null where a stream of events is wanted. */
  ofPost(request: IncomingMessage, { id }: Principal, body: Buffer): string | null {
    if (wantsEvents(request)) return null;
    const accept = acceptedBy(request);
    if (body.length > MAX_KEY_BYTES) return keyOf(id, accept, `POST ${body.toString('latin1')}`);
    const place = placeOf(body, PLACES);
    const made = this.made[place];
    if (made?.id === id && made.accept === accept && made.body.equals(body)) return made.key;
    const key = keyOf(id, accept, `POST ${body.toString('latin1')}`);
    this.made[place] = { body: Buffer.from(body), id, accept, key };
    return key;
  }
}

function acceptedBy({ headers }: IncomingMessage): string {
  return headers.accept ?? '';
}

function keyOf(id: string, accept: string, asked: string): string {
  return `${id}\n${accept}\n${asked.length > MAX_KEY_BYTES ? `# ${hash('sha256', asked)}` : asked}`;
}

/** What a key was made of; null where it has only a digest of that, or a document is named by its id. */
export function requestOf(key: string): (GraphqlRequest & { principalId: string }) | null {
  const [principalId = '', , ...rest] = key.split('\n');
  const [method, asked = ''] = splitOnce(rest.join('\n'), ' ');
  const request = method === 'POST' ? requestInBody(asked) : method === 'GET' ? requestInUrl(asked) : null;
  return request && { ...request, principalId };
}

export interface GraphqlRequest {
  query: string;
  operationName?: string;
  variables?: Record<string, unknown>;
}

function requestInBody(latin1: string): GraphqlRequest | null {
  return asRequest(JSON.parse(Buffer.from(latin1, 'latin1').toString()));
}

function requestInUrl(url: string): GraphqlRequest | null {
  const { query, operationName, variables } = Object.fromEntries(new URL(url, 'http://localhost').searchParams);
  return asRequest({ query, operationName, variables: variables === undefined ? undefined : JSON.parse(variables) });
}

/** What was answered was well-formed. */
function asRequest({ query, operationName, variables }: Record<keyof GraphqlRequest, unknown>): GraphqlRequest | null {
  if (typeof query !== 'string') return null;
  return {
    query,
    ...(typeof operationName === 'string' && { operationName }),
    ...(typeof variables === 'object' && variables !== null && { variables: variables as Record<string, unknown> }),
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}
