import type { z } from 'zod';
import type { Counters } from '../statistics.js';
import { type Entry, readEntry, writeEntry } from '../values/entry-text.js';
import type { RedisClient } from './client.js';
import type { RedisLink } from './link.js';

/** Of a time to live: up to that part less, so that what was stored together does not end together. */
const TTL_JITTER = 0.1;
const COLD_AFTER_MS = 24 * 3600 * 1000;

export interface RedisTierOptions<T> {
  link: RedisLink;
  /** What a value must be; anything else that is found counts as not there. */
  shape: z.ZodType<T>;
  ttl: TimeToLive;
}

/** Values are removed to make room, never to be right: what is cold may stay for longer. */
export interface TimeToLive {
  seconds: number;
  /** Of datasets that have not changed for a day. */
  coldSeconds: number;
}

export interface RedisPlace {
  key: string;
  /** Lists the keys of the dataset. */
  index: string;
  /** When the dataset changed last: RFC 3339. */
  changedAt: string;
}

/** Values in Redis, which all processes share. Redis away, full or holding garbage is a miss, never an error. */
export class RedisTier<T> {
  readonly counters: Counters;

  constructor(private readonly options: RedisTierOptions<T>) {
    this.counters = options.link.counters;
  }

  /** In the order of the keys, with one MGET; undefined for what is not there. */
  async getMany(keys: readonly string[]): Promise<(Entry<T> | undefined)[]> {
    const { link } = this.options;
    const reply = await link.ask('get', (client) => readTexts(client, keys));
    if (reply.status !== 'answered' || !isAnswerTo(keys, reply.value)) return keys.map(() => undefined);
    return reply.value.map((text) => {
      const entry = text === null ? undefined : this.read(text);
      if (text !== null && entry === undefined) this.counters.unreadable++;
      return entry;
    });
  }

  /** What is under a key, without anybody being served. */
  async look(key: string): Promise<Entry<T> | 'unreadable' | undefined> {
    const reply = await this.options.link.ask('audit', (client) => client.mget(key));
    const text = reply.status === 'answered' ? reply.value[0] : null;
    return text == null ? undefined : (this.read(text) ?? 'unreadable');
  }

  async forget(key: string): Promise<void> {
    await this.options.link.ask('audit', (client) => client.unlink(key));
  }

  /** Where a newer value is there, it stays. */
  async put({ key, index, changedAt }: RedisPlace, entry: Entry<T>): Promise<void> {
    const { link, ttl } = this.options;
    if (!link.isHealthy) return;
    const isCold = Date.now() - Date.parse(changedAt) > COLD_AFTER_MS;
    const ttlMs = Math.round((isCold ? ttl.coldSeconds : ttl.seconds) * 1000 * (1 - Math.random() * TTL_JITTER));
    const reply = await link.ask('put', (client) =>
      client.putValue(key, index, writeEntry(entry), entry.madeFrom.revision, ttlMs),
    );
    if (reply.status !== 'answered') return;
    if (reply.value === 1) this.counters.fills++;
    else this.counters.fillsRejected++;
  }

  private read(text: string): Entry<T> | undefined {
    const entry = readEntry(text);
    const value = this.options.shape.safeParse(entry?.value);
    if (entry !== null && value.success) return { madeFrom: entry.madeFrom, value: value.data };
    return undefined;
  }
}

/** A Cluster takes no MGET of keys on different nodes. MGET, unlike GET, has null for what is no text. */
async function readTexts(client: RedisClient, keys: readonly string[]): Promise<(string | null)[]> {
  if (!client.isCluster) return client.mget([...keys]);
  return Promise.all(keys.map(async (key) => (await client.mget(key))[0] ?? null));
}

/** What stands between may give one command the reply of another. */
function isAnswerTo(keys: readonly string[], texts: unknown): boolean {
  return (
    Array.isArray(texts) &&
    texts.length === keys.length &&
    texts.every((text) => text === null || typeof text === 'string')
  );
}
