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
