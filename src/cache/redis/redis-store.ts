import type { Redis } from 'ioredis';
import type { AnswerVersions } from '../answer-versions.js';
import type { ValueKeys } from '../cache-keys.js';
import { MissReasons } from '../miss-reasons.js';
import type { Seal, Unsealed } from '../seal.js';
import type { Counters } from '../statistics.js';
import { connectionsOf, type RedisClient } from './client.js';
import type { RedisLink } from './link.js';

/** A larger value stays in memory: sending and parsing it would delay everything else. */
export const MAX_VALUE_BYTES = 512 * 1024;
/** Keys removed by one command, and rounds at most; what is left expires, and is not served anyway. */
const DROP_BATCH = 500;
const MAX_DROP_ROUNDS = 20;

/** Sealed values in Redis, which all processes share. Redis unavailable, full or with invalid data is a miss, never an error. */
export class RedisStore {
  readonly counters: Counters;
  /** By the revision of a value's record, or what an answer was made from. */
  readonly misses = new MissReasons<AnswerVersions | number>();

  constructor(
    readonly link: RedisLink,
    private readonly seal: Seal,
  ) {
    this.counters = link.counters;
  }

  /** Whether a command may be worth sending. */
  get isAvailable(): boolean {
    return this.link.isHealthy;
  }

  /** In the order of the keys, with one MGET; undefined for what is missing or not sealed by this service. */
  async getMany(keys: readonly string[]): Promise<(Unsealed | undefined)[]> {
    const reply = await this.link.send('get', (client) => readValues(client, keys));
    const values: unknown = reply.status === 'answered' ? reply.value : null;
    if (!Array.isArray(values) || values.length !== keys.length) return keys.map(() => undefined);
    return values.map((value, index) => (Buffer.isBuffer(value) ? this.open(keys[index]!, value) : undefined));
  }

  /** Counts and removes a value that does not open, lest it keep a right one from being stored. */
  open(key: string, sealed: Buffer): Unsealed | undefined {
    const opened = this.seal.open(key, sealed);
    if (opened !== null) return opened;
    this.counters.unreadable++;
    void this.link.send('drop', (client) => client.unlink(key));
    return undefined;
  }

  /**
   * Stores a value unless a newer one is there, and with the same command releases the lease that `token` holds; whether
   * the lease is released.
   */
  async putValue(
    { key, index, lease }: ValueKeys,
    value: Unsealed,
    { ttlMs, token }: { ttlMs: number; token: string },
  ): Promise<boolean> {
    if (!this.isAcceptable(value.payload)) return false;
    const now = Date.now();
    const sealed = this.seal.seal(key, value);
    this.misses.stored(key, value.revision, now + ttlMs);
    const reply = await this.link.send('put', (client) =>
      client.storeValue(key, index, lease, sealed, value.revision, now + ttlMs, now, token),
    );
    if (reply.status !== 'answered') return false;
    if (reply.value === 1) this.counters.fills++;
    else this.counters.fillsRejected++;
    return true;
  }

  /** Stores a whole answer, and lists it in the indexes of the datasets it was made from. */
  async putAnswer(key: string, indexes: readonly string[], payload: Buffer, ttlMs: number): Promise<void> {
    if (!this.isAcceptable(payload) || ttlMs <= 0) return;
    const now = Date.now();
    const expiresAt = now + ttlMs;
    const sealed = this.seal.seal(key, { revision: 0, payload });
    const reply = await this.link.send('put', async (client) => {
      if (!client.isCluster) {
        return client.storeAnswer(1 + indexes.length, key, ...indexes, key, expiresAt, now, sealed);
      }
      // The nodes of a Cluster do not write each other's keys.
      await Promise.all(indexes.map((index) => client.storeAnswer(1, index, key, expiresAt, now, '')));
      return client.storeAnswer(1, key, key, expiresAt, now, sealed);
    });
    if (reply.status === 'answered') this.counters.fills++;
  }

  /** Removes what an index lists, and the index; the keys that were listed. Never rejects. */
  async drop(index: string): Promise<string[]> {
    const dropped: string[] = [];
    for (let round = 0; round < MAX_DROP_ROUNDS; round++) {
      const reply = await this.link.send('drop', (client) => dropBatch(client, index));
      const keys = reply.status === 'answered' ? reply.value : [];
      dropped.push(...keys);
      if (keys.length < DROP_BATCH) break;
    }
    for (const key of dropped) this.misses.dropped(key);
    this.counters.invalidations += dropped.length;
    return dropped;
  }

  /** Keys in the database and bytes of memory, of all masters together; 0 where Redis does not answer. */
  async size(): Promise<{ entries: number; bytes: number }> {
    const reply = await this.link.send('size', (client) => Promise.all(connectionsOf(client).map(sizeOf)));
    const sizes = reply.status === 'answered' ? reply.value : [];
    const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
    return { entries: sum(sizes.map(({ entries }) => entries)), bytes: sum(sizes.map(({ bytes }) => bytes)) };
  }

  private isAcceptable({ length }: Buffer): boolean {
    const isTooLarge = length > MAX_VALUE_BYTES;
    if (isTooLarge) this.counters.fillsRejected++;
    return this.isAvailable && !isTooLarge;
  }
}

/** A Cluster takes no MGET of keys on different nodes. MGET, unlike GET, returns null for a key of another type. */
async function readValues(client: RedisClient, keys: readonly string[]): Promise<(Buffer | null)[]> {
  if (!client.isCluster) return client.mgetBuffer([...keys]);
  return Promise.all(keys.map(async (key) => (await client.mgetBuffer(key))[0] ?? null));
}

async function sizeOf(node: Redis): Promise<{ entries: number; bytes: number }> {
  const [entries, memory] = await Promise.all([node.dbsize(), node.info('memory')]);
  const [, bytes = '0'] = /^used_memory:(\d+)/m.exec(memory) ?? [];
  return { entries, bytes: Number(bytes) };
}

async function dropBatch(client: RedisClient, index: string): Promise<string[]> {
  const keysAndScores = await client.zpopmin(index, DROP_BATCH).catch(async () => {
    await client.unlink(index);
    return [];
  });
  const keys = keysAndScores.filter((_, position) => position % 2 === 0);
  if (keys.length === 0) return keys;
  // The answers of a dataset are on any node of a Cluster.
  if (client.isCluster) await Promise.all(keys.map((key) => client.unlink(key)));
  else await client.unlink(...keys);
  return keys;
}
