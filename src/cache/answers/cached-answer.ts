import { crc32 } from 'node:zlib';
import type { AnswerVersions } from '../answer-versions.js';

/** A whole answer as it was sent, with what it was made from. */
export interface KeptAnswer {
  versions: AnswerVersions;
  /** Milliseconds since 1970: when it was made, and from when on it is served no more, whatever has changed. */
  madeAt: number;
  until: number;
  /** The media type of the body. */
  contentType: string;
  body: Buffer;
  /** When it was last found to be current: the catalog's change counter and the time; null before that. */
  compared: { changeCounter: number; at: number } | null;
  /** The body compressed, where somebody has asked for that and it is worth it. */
  gzip?: Buffer;
  br?: Buffer;
  /** The body as text, where somebody has asked for that. */
  text?: string;
}

interface Head {
  /** Whose it is: a reply that belongs to another question is not taken for this one's. */
  key: string;
  madeAt: number;
  until: number;
  contentType: string;
  datasets: [id: string, revision: number][];
  generation: string | null;
}

const LINE_FEED = 0x0a;
const CHECKSUM = /^[0-9a-f]{8}$/;
/** What a header may hold. */
const MEDIA_TYPE = /^[\x20-\x7e]+$/;

/** For answers without what expires: `<CRC-32 of the rest, in hex>`, the head as a line of JSON, and the body, byte for byte. */
export function writeAnswer(key: string, { versions, madeAt, until, contentType, body }: KeptAnswer): Buffer {
  const { datasets, generation } = versions;
  const head: Head = { key, madeAt, until, contentType, datasets: [...datasets], generation };
  const rest = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
  return Buffer.concat([Buffer.from(crc32(rest).toString(16).padStart(8, '0')), rest]);
}

/** What writeAnswer wrote for the key; null where the bytes are damaged, or of another key. The body is a copy. */
export function readAnswer(key: string, bytes: Buffer): KeptAnswer | null {
  const checksum = bytes.toString('latin1', 0, 8);
  const rest = bytes.subarray(8);
  if (!CHECKSUM.test(checksum) || crc32(rest) !== Number.parseInt(checksum, 16)) return null;
  const end = rest.indexOf(LINE_FEED);
  try {
    const head = JSON.parse(rest.toString('utf8', 0, end)) as Head;
    const { madeAt, until, contentType, datasets, generation } = head;
    if (head.key !== key || !MEDIA_TYPE.test(contentType)) return null;
    const versions = { datasets: new Map(datasets), generation, expiresAt: null, isRepeatable: true };
    return { versions, madeAt, until, contentType, body: ownCopy(rest.subarray(end + 1)), compared: null };
  } catch {
    // Somebody else's, with a checksum that is right.
    return null;
  }
}

/** In memory of its own: a slice would keep all of what it was cut from. */
export function ownCopy(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}
