import type { AnswerVersions } from '../answer-versions.js';

/** A whole answer, with what it was made from: a response (`CachedResponse`), or the JSON text of an operation's data. */
export interface CachedAnswer<Content> {
  versions: AnswerVersions;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Milliseconds since 1970 after which it is not served, even if nothing has changed. */
  expiresAt: number;
  content: Content;
  /** When it was last compared with the catalog and found current: the change counter, and the time; null before that. */
  compared: { changeCounter: number; at: number } | null;
}

/** The bytes of a response. */
export interface CachedResponse {
  contentType: string;
  body: Buffer;
  /** The body compressed, once a client has accepted that encoding. */
  gzip?: Buffer;
  br?: Buffer;
}

interface Head {
  createdAt: number;
  expiresAt: number;
  datasets: [id: string, revision: number][];
  generation: string | null;
}

const LINE_FEED = 0x0a;

/** As stored in Redis: `[<head>,` on a line of its own and `<content>]`, which is JSON. For answers that do not expire early. */
export function encodeAnswer({ versions, createdAt, expiresAt, content }: CachedAnswer<string>): Buffer {
  const { datasets, generation } = versions;
  const head: Head = { createdAt, expiresAt, datasets: [...datasets], generation };
  return Buffer.from(`[${JSON.stringify(head)},\n${content}]`);
}

/** The reverse of encodeAnswer, for bytes that are known to come from it (seal.ts). */
export function decodeAnswer(bytes: Buffer): CachedAnswer<string> {
  const end = bytes.indexOf(LINE_FEED);
  const { createdAt, expiresAt, datasets, generation } = JSON.parse(bytes.toString('utf8', 1, end - 1)) as Head;
  const versions = { datasets: new Map(datasets), generation, expiresAt: null, isCacheable: true };
  const content = bytes.toString('utf8', end + 1, bytes.length - 1);
  return { versions, createdAt, expiresAt, content, compared: null };
}
