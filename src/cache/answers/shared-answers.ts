import type { CacheKeys } from '../cache-keys.js';
import type { RedisClient } from '../redis/client.js';
import type { RedisLink } from '../redis/link.js';
import type { Counters } from '../statistics.js';
import { type KeptAnswer, readAnswer, writeAnswer } from './cached-answer.js';

/** Beyond it an answer stays in memory: sending it would hold up everything else. */
const MAX_BYTES = 512 * 1024;
/** Of an index, at one time; and so many times at most: what is left ends by itself, and is not served anyway. */
const DROP_AT_ONCE = 500;
const DROP_ROUNDS = 20;

export interface SharedAnswersOptions {
  link: RedisLink;
  keys: CacheKeys;
}

/** Answers in Redis, which all processes share. Redis away, full or holding garbage is a miss, never an error. */
export class SharedAnswers {
  readonly counters: Counters;

  constructor(private readonly options: SharedAnswersOptions) {
    this.counters = options.link.counters;
  }

  /** False while nothing would come of asking. */
  get isThere(): boolean {
    return this.options.link.isHealthy;
  }

  async get(key: string): Promise<KeptAnswer | undefined> {
    const reply = await this.options.link.ask('get', (client) => client.getBuffer(key));
    // What stands between may give one command the reply of another.
    if (reply.status !== 'answered' || !Buffer.isBuffer(reply.value)) return undefined;
    const answer = readAnswer(key, reply.value);
    if (answer === null) this.counters.unreadable++;
    return answer ?? undefined;
  }

  /** What is under a key, without anybody being served. */
  async look(key: string): Promise<KeptAnswer | undefined> {
    const reply = await this.options.link.ask('audit', (client) => client.getBuffer(key));
    if (reply.status !== 'answered' || !Buffer.isBuffer(reply.value)) return undefined;
    return readAnswer(key, reply.value) ?? undefined;
  }

  async forget(key: string): Promise<void> {
    await this.options.link.ask('audit', (client) => client.unlink(key));
  }

  /** Never rejects. */
  async put(key: string, answer: KeptAnswer): Promise<void> {
    const { link, keys } = this.options;
    if (!link.isHealthy) return;
    if (answer.body.length > MAX_BYTES) {
      this.counters.fillsRejected++;
      return;
    }
    const now = Date.now();
    const indexes = [...answer.versions.datasets.keys()].map((id) => keys.answerIndex(id));
    // Listed first: what is listed and not there harms nobody.
    const reply = await link.ask('put', (client) =>
      Promise.all([
        ...indexes.map((index) => client.listAnswer(index, key, answer.until, now)),
        client.set(key, writeAnswer(key, answer), 'PX', answer.until - now),
      ]),
    );
    if (reply.status === 'answered') this.counters.fills++;
  }

  /** The keys that were listed for the dataset. */
  async dropDataset(id: string): Promise<string[]> {
    const index = this.options.keys.answerIndex(id);
    const dropped: string[] = [];
    for (let round = 0; round < DROP_ROUNDS; round++) {
      const reply = await this.options.link.ask('drop', (client) => dropSome(client, index));
      const keys = reply.status === 'answered' ? reply.value : [];
      dropped.push(...keys);
      if (keys.length < DROP_AT_ONCE) break;
    }
    this.counters.invalidations += dropped.length;
    return dropped;
  }
}

/** The answers of a dataset are on any node of a Cluster: a request does not tell of which dataset it is. */
async function dropSome(client: RedisClient, index: string): Promise<string[]> {
  const membersAndScores = await client.zpopmin(index, DROP_AT_ONCE);
  const keys = membersAndScores.filter((_, place) => place % 2 === 0);
  if (keys.length === 0) return keys;
  if (client.isCluster) await Promise.all(keys.map((key) => client.unlink(key)));
  else await client.unlink(...keys);
  return keys;
}
