import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

/** The head of a sealed value. store-value.lua reads the revision from it. */
const HEAD = /^\{"revision":(0|[1-9]\d{0,14}),"hmac":"([\w-]{43})","value":/;
const MAX_HEAD_BYTES = 96;

export interface Unsealed {
  /** The revision of the dataset that the value was made from; 0 for whole answers, which name several. */
  revision: number;
  payload: Buffer;
}

/**
 * Seals every value in Redis with an HMAC over its key, its revision and its bytes. A value that was damaged, forged or
 * moved to another key does not open. The key is derived from a secret that the processes of a storage folder share, and
 * from their build: a process of another build may write values of another shape, and those do not open either.
 */
export class Seal {
  private readonly key: KeyObject;

  constructor({ secret, build }: { secret: string; build: string }) {
    this.key = createSecretKey(createHmac('sha256', secret).update(`concentric cache ${build}`).digest());
  }

  seal(key: string, { revision, payload }: Unsealed): Buffer {
    const head = `{"revision":${revision},"hmac":"${this.hmac(key, revision, payload)}","value":`;
    return Buffer.concat([Buffer.from(head), payload, Buffer.from('}')]);
  }

  /** Null where the bytes are not what seal() returned for this key. */
  open(key: string, sealed: Buffer): Unsealed | null {
    const [head, revisionText, hmac] = HEAD.exec(sealed.toString('latin1', 0, MAX_HEAD_BYTES)) ?? [];
    if (head === undefined || sealed.at(-1) !== '}'.charCodeAt(0)) return null;
    const revision = Number(revisionText);
    const payload = sealed.subarray(head.length, -1);
    const expected = this.hmac(key, revision, payload);
    return timingSafeEqual(Buffer.from(hmac!), Buffer.from(expected)) ? { revision, payload } : null;
  }

  /** Keys hold no line feed (cache-keys.ts, CACHE_PREFIX), so no two pairs of key and revision read the same. */
  private hmac(key: string, revision: number, payload: Buffer): string {
    return createHmac('sha256', this.key).update(`${key}\n${revision}\n`).update(payload).digest('base64url');
  }
}
