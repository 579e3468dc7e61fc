import { setTimeout as pause } from 'node:timers/promises';
import { type Redis, ReplyError } from 'ioredis';
import type { Log } from '../../model/log.js';
import type { RedisTarget } from '../../model/redis-target.js';
import { type Observe, unobserved } from '../../telemetry/observe.js';
import { newCounters } from '../statistics.js';
import { connectionsOf, createRedisClient, type RedisClient } from './client.js';

/** Two questions stand in the way of a request; together they may cost it 50 ms. */
const COMMAND_TIMEOUT_MS = 25;
const PATIENT_TIMEOUT_MS = 250;
const PROBE_TIMEOUT_MS = 50;
/** So many, one soon after the other, tell a moment's delay from an outage. */
const PROBES_OF_A_VERDICT = 3;
const PROBE_AGAIN_MS = 50;
const PROBE_AWAY_EVERY_MS = 250;
/** So many in a row without an answer: the connection is taken for dead, though nobody said so. */
const PROBES_OF_A_CONNECTION = 4;
/** A start waits that long for Redis, then goes on without. */
const START_MS = 500;

/** Used: it is asked. Doubted: it did not answer in time, and is probed. Away: it is not asked until it answers a PING. */
export type RedisState = 'used' | 'doubted' | 'away';

/** What came of a question to Redis: its answer, an error, or that it was not asked because it is known not to answer. */
export type Reply<T> = { status: 'answered'; value: T } | { status: 'failed' } | { status: 'skipped' };

/**
 * Redis as something that may be away at any time: asking never throws, and takes no longer than its time limit.
 *
 * A circuit breaker of three states. One question without an answer in time, and Redis is doubted: nothing is asked any
 * more, but it is probed at once. Where one of three PINGs is answered it was a moment's delay, and Redis is used again;
 * else it is away until a later PING is answered. An answer that is an error (READONLY, OOM, WRONGTYPE) is no reason
 * for doubt: Redis is there, and other commands may succeed.
 */
export class RedisLink {
  /** Of everything this process keeps in Redis; `errors` is counted here, the rest by who asks. */
  readonly counters = newCounters();
  private readonly client: RedisClient;
  private readonly stopped = new AbortController();
  private currentState: RedisState = 'away';
  /** Resolves when the present doubt, if there is one, has ended. */
  private verdict: Promise<void> = Promise.resolve();

  private constructor(
    readonly target: RedisTarget,
    private readonly log: Log,
    private readonly observe: Observe,
  ) {
    this.client = createRedisClient(target);
    // ioredis tells of each attempt that failed; what matters is logged when Redis goes away and comes back.
    this.client.on('error', () => undefined);
    this.client.on('close', () => this.doubt('the connection was lost'));
  }

  /** Connects, or goes on trying in the background. */
  static async open(target: RedisTarget, log: Log, observe: Observe = unobserved): Promise<RedisLink> {
    const link = new RedisLink(target, log, observe);
    const connected = link.client
      .connect()
      .then(() => ping(link.client))
      .then(
        () => true,
        () => false,
      );
    if (await Promise.race([connected, pause(START_MS, false, { ref: false })])) link.use();
    else link.goAway('it could not be reached at the start');
    return link;
  }

  get state(): RedisState {
    return this.currentState;
  }

  /** False from the moment it is known to be away until it answers again. */
  get isHealthy(): boolean {
    return this.currentState !== 'away';
  }

  /** For what can be done without: a request waits for it. `what` is what the question is called in metrics. */
  ask<T>(what: string, question: (client: RedisClient) => Promise<T>): Promise<Reply<T>> {
    return this.askWithin(COMMAND_TIMEOUT_MS, what, question);
  }

  /**
   * For what is worth waiting for, while it is not known whether Redis is away: half a second at most, in the first
   * moments of an outage. It may be asked twice, so the question must bear that.
   */
  async askPatiently<T>(what: string, question: (client: RedisClient) => Promise<T>): Promise<Reply<T>> {
    await this.verdict;
    const reply = await this.askWithin(PATIENT_TIMEOUT_MS, what, question);
    if (reply.status === 'answered' || this.currentState === 'used') return reply;
    await this.verdict;
    return this.askWithin(PATIENT_TIMEOUT_MS, what, question);
  }

  stop(): void {
    this.stopped.abort();
    this.client.disconnect();
  }

  private async askWithin<T>(
    limitMs: number,
    what: string,
    question: (client: RedisClient) => Promise<T>,
  ): Promise<Reply<T>> {
    if (this.currentState !== 'used') return { status: 'skipped' };
    try {
      const value = await this.observe(`redis.${what}`, () => inTime(question(this.client), limitMs));
      return { status: 'answered', value };
    } catch (error) {
      if (!(error instanceof ReplyError)) this.doubt(error instanceof Error ? error.message : String(error));
    }
    this.counters.errors++;
    return { status: 'failed' };
  }

  private doubt(reason: string): void {
    if (this.currentState !== 'used') return;
    this.currentState = 'doubted';
    this.verdict = this.judge(reason);
  }

  private async judge(reason: string): Promise<void> {
    for (let probe = 0; probe < PROBES_OF_A_VERDICT; probe++) {
      if (probe > 0) await this.rest(PROBE_AGAIN_MS);
      if (await this.isAnswering()) return this.use();
    }
    this.goAway(reason);
  }

  private goAway(reason: string): void {
    if (this.stopped.signal.aborted) return;
    this.currentState = 'away';
    this.log.warn({ reason }, 'Redis cannot be used; answers go on without it');
    void this.awaitReturn();
  }

  private async awaitReturn(): Promise<void> {
    let silences = 0;
    while (!this.stopped.signal.aborted) {
      await this.rest(PROBE_AWAY_EVERY_MS);
      if (await this.isAnswering()) {
        this.use();
        return this.log.info({}, 'Redis is used again');
      }
      // Of this connection: one that was made a moment ago gets its time.
      silences = this.silentConnections().length > 0 ? silences + 1 : 0;
      if (silences < PROBES_OF_A_CONNECTION) continue;
      for (const connection of this.silentConnections()) connection.disconnect(true);
      silences = 0;
    }
  }

  /** Also those that wait for a first answer: ioredis sets no limit to that. */
  private silentConnections(): Redis[] {
    return connectionsOf(this.client).filter(({ status }) => status === 'ready' || status === 'connect');
  }

  private use(): void {
    if (!this.stopped.signal.aborted) this.currentState = 'used';
  }

  private async isAnswering(): Promise<boolean> {
    if (this.client.status !== 'ready') return false;
    try {
      await inTime(ping(this.client), PROBE_TIMEOUT_MS);
      return true;
    } catch (error) {
      return error instanceof ReplyError;
    }
  }

  /** Cut short by stop(). */
  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { ref: false, signal: this.stopped.signal }).catch(() => undefined);
  }
}

/** All masters of a Cluster, to which it connects only when it first has something to ask them. */
async function ping(client: RedisClient): Promise<void> {
  await Promise.all(connectionsOf(client).map((connection) => connection.ping()));
}

/** @throws where there is no answer within the limit; what comes of it later is nobody's. */
function inTime<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    // Where this process itself was busy for so long, the answer may be lying there: one more turn to read it.
    const timer = setTimeout(() => setImmediate(() => reject(new Error('it did not answer in time'))), limitMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
