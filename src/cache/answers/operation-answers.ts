import { hash } from 'node:crypto';
import type { AnswerVersions } from '../answer-versions.js';
import type { CacheKeys } from '../cache-keys.js';
import type { RedisStore } from '../redis/redis-store.js';
import type { AnswerMemory, Found } from './answer-memory.js';
import { type CachedAnswer, decodeAnswer, encodeAnswer } from './cached-answer.js';

export interface OperationAnswersOptions {
  memory: AnswerMemory<string>;
  /** Null where no Redis is configured. */
  redis: RedisStore | null;
  keys: CacheKeys;
  /** What answers depend on beside the operation and the data, where it may differ between processes. */
  setting(): string;
}

/**
 * The data of operations, as JSON text: in memory, and in Redis for all processes. Every answer is compared with the
 * catalog before it is returned. Redis unavailable, full or with invalid data is a miss, never an error.
 */
export class OperationAnswers {
  private readonly lookups = new Map<string, Promise<Found<string>>>();

  constructor(private readonly options: OperationAnswersOptions) {}

  /** In memory; else in Redis, where callers that ask for the same at the same time share the reply. Never rejects. */
  find(key: string): Found<string> | Promise<Found<string>> {
    const found = this.options.memory.find(key);
    const { redis } = this.options;
    if (found.status === 'hit' || redis === null || !redis.isAvailable) return found;
    let lookup = this.lookups.get(key);
    if (lookup === undefined) {
      lookup = this.findInRedis(redis, key);
      this.lookups.set(key, lookup);
    }
    return lookup.then((shared) => (shared.status === 'miss' ? found : shared));
  }

  /** Stores an answer unless it must not be served again. Returns whether it was stored; Redis is written in the background. */
  store(key: string, versions: AnswerVersions, text: string): boolean {
    const { memory, redis } = this.options;
    const answer = memory.store(key, versions, text);
    // A signed link gives access to everyone who has it: an answer with one is not written to Redis.
    if (answer !== null && redis !== null && versions.expiresAt === null) void this.storeInRedis(redis, key, answer);
    return answer !== null;
  }

  private async findInRedis(redis: RedisStore, key: string): Promise<Found<string>> {
    const redisKey = this.redisKey(key);
    const [found] = await redis.getMany([redisKey]);
    // Later callers look again: those who share this reply began before the comparison that follows.
    this.lookups.delete(key);
    const answer = found && decodeAnswer(found.payload);
    if (answer === undefined || !this.options.memory.isCurrent(answer)) {
      redis.counters.misses++;
      if (answer === undefined) this.countMissing(redis, redisKey);
      else {
        redis.misses.count(Date.now() >= answer.expiresAt ? 'expired' : 'outdated');
        redis.counters.stalePrevented++;
      }
      return { status: answer === undefined ? 'miss' : 'stale' };
    }
    redis.counters.hits++;
    this.options.memory.add(key, answer);
    return { status: 'hit', from: 'redis', answer };
  }

  private countMissing(redis: RedisStore, key: string): void {
    if (!redis.isAvailable) redis.misses.count('unavailable');
    else {
      const isOutdated = (versions: AnswerVersions | number) =>
        typeof versions === 'object' && this.options.memory.isOutdated(versions);
      redis.misses.countMissing(key, isOutdated);
    }
  }

  private async storeInRedis(redis: RedisStore, key: string, answer: CachedAnswer<string>): Promise<void> {
    const indexes = [...answer.versions.datasets.keys()].map((id) => this.options.keys.answerIndex(id));
    const redisKey = this.redisKey(key);
    redis.misses.stored(redisKey, answer.versions, answer.expiresAt);
    await redis.putAnswer(redisKey, indexes, encodeAnswer(answer), answer.expiresAt - Date.now());
  }

  private redisKey(key: string): string {
    const { setting, keys } = this.options;
    return keys.answer(hash('sha256', `${setting()}\n${key}`, 'base64url'));
  }
}
