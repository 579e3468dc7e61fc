import { setTimeout as pause } from 'node:timers/promises';
import { Cluster, ReplyError } from 'ioredis';
import type { Log } from '../model/log.js';
import type { RedisTarget } from '../model/redis-target.js';
import { createRedisClient, type RedisClient } from './redis-client.js';
import { newCounters } from './statistics.js';

const COMMAND_TIMEOUT_MS = 50;
/** Of answers in time: several slow ones in a row cost a request more than the cache is worth. */
const SLOW_MS = 20;
const SLOW_BEFORE_OPEN = 3;
/** A start waits that long for Redis, then goes on without. */
const START_MS = 500;
const PROBE_EVERY_MS = 250;

const TIMED_OUT = Symbol('timed out');

/** What came of a question to Redis: its answer, an error, or that it was not asked because it is known not to answer. */
export type Reply<T> = { status: 'answered'; value: T } | { status: 'failed' } | { status: 'skipped' };

/**
 * Redis as something that may be away at any time: ask() never throws and never takes longer than its time limit.
 *
 * A circuit breaker: one question without an answer in time opens it, or three slow answers in a row, and from then on
 * nothing is asked but one PING every 250 ms; the first that is not slow closes it. An answer that is an error
 * (READONLY, OOM, WRONGTYPE) does not open it: Redis is there, and other commands may succeed.
 */
export class RedisLink {
  /** Of everything this process keeps in Redis; `errors` is counted here, the rest by who asks. */
  readonly counters = newCounters();
  private readonly client: RedisClient;
  private readonly stopped = new AbortController();
  private isOpen = true;
  private slowInARow = 0;

  private constructor(
    readonly target: RedisTarget,
    private readonly log: Log,
  ) {
    this.client = createRedisClient(target);
    // ioredis tells of each attempt that failed; what matters is logged when the breaker opens and closes.
    this.client.on('error', () => undefined);
    this.client.on('close', () => this.open('the connection was lost'));
  }

  /** Connects, or goes on trying in the background. */
  static async open(target: RedisTarget, log: Log): Promise<RedisLink> {
    const link = new RedisLink(target, log);
    const connected = link.client
      .connect()
      .then(() => ping(link.client))
      .then(
        () => link.close(),
        () => undefined,
      );
    await Promise.race([connected, pause(START_MS, undefined, { ref: false })]);
    if (link.isOpen) log.warn({}, 'Redis cannot be reached; the service starts without it and keeps trying');
    void link.probe();
    return link;
  }

  /** Whether Redis answered when last asked. */
  get isHealthy(): boolean {
    return !this.isOpen;
  }

  async ask<T>(question: (client: RedisClient) => Promise<T>): Promise<Reply<T>> {
    if (this.isOpen) return { status: 'skipped' };
    const askedAt = performance.now();
    try {
      const value = await inTime(question(this.client), COMMAND_TIMEOUT_MS);
      if (value !== TIMED_OUT) {
        this.slowInARow = performance.now() - askedAt > SLOW_MS ? this.slowInARow + 1 : 0;
        if (this.slowInARow >= SLOW_BEFORE_OPEN) this.open('it is slow');
        return { status: 'answered', value };
      }
      this.open('it did not answer in time');
    } catch (error) {
      if (!(error instanceof ReplyError)) this.open(error instanceof Error ? error.message : String(error));
    }
    this.counters.errors++;
    return { status: 'failed' };
  }

  stop(): void {
    this.stopped.abort();
    this.client.disconnect();
  }

  private open(reason: string): void {
    if (this.isOpen || this.stopped.signal.aborted) return;
    this.isOpen = true;
    this.log.warn({ reason }, 'Redis cannot be used; answers go on without it');
  }

  private close(): void {
    if (!this.isOpen || this.stopped.signal.aborted) return;
    this.isOpen = false;
    this.slowInARow = 0;
    this.log.info({}, 'Redis is used');
  }

  /** Until stop(). */
  private async probe(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      await pause(PROBE_EVERY_MS, undefined, { ref: false, signal }).catch(() => undefined);
      if (this.isOpen && this.client.status === 'ready' && (await this.isAnswering())) this.close();
    }
  }

  private async isAnswering(): Promise<boolean> {
    try {
      return (await inTime(ping(this.client), SLOW_MS)) !== TIMED_OUT;
    } catch (error) {
      return error instanceof ReplyError;
    }
  }
}

/** All masters of a Cluster, to which it connects only when it first has something to ask them. */
async function ping(client: RedisClient): Promise<void> {
  await Promise.all((client instanceof Cluster ? client.nodes('master') : [client]).map((node) => node.ping()));
}

/** The answer, or TIMED_OUT; what comes of it later is nobody's. */
function inTime<T>(answer: Promise<T>, limitMs: number): Promise<T | typeof TIMED_OUT> {
  return new Promise((resolve, reject) => {
    // Where this process itself was busy for so long, the answer may be lying there: one more turn to read it.
    const timer = setTimeout(() => setImmediate(() => resolve(TIMED_OUT)), limitMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
