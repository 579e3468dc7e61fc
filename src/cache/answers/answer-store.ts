import { hash } from 'node:crypto';
import { type AnswerVersions, isFresh, type WatchedVersions } from '../answer-versions.js';
import { hitRate, type StoreStatistics } from '../statistics.js';
import { AnswerMemory } from './answer-memory.js';
import { type KeptAnswer, ownCopy } from './cached-answer.js';
import type { SharedAnswers } from './shared-answers.js';

/** Of a time to live: up to that part less, so that what was stored together does not end together. */
const TTL_JITTER = 0.1;
/** Files that a hand has put there or taken away, which no log tells of, are noticed after that long. */
const LOOK_AT_FILES_EVERY_MS = 1_000;

export interface AnswerStoreOptions {
  /** What the store is called in statistics. */
  name: string;
  maxBytes: number;
  ttlSeconds: number;
  current: WatchedVersions;
  /** Null where no Redis is configured. */
  shared: SharedAnswers | null;
  /** The key in Redis, from a digest of the key here and what comes before it. */
  sharedKey(digest: string): string;
  /** What answers depend on beside what is asked, and other processes may have otherwise. */
  setting(): string;
}

export type Found =
  | { status: 'hit'; from: 'memory' | 'redis'; answer: KeptAnswer }
  /** `stale`: there was one, of data that has changed. */
  | { status: 'miss' | 'stale' };

/**
 * Answers to whole requests, in memory and in Redis behind it. The rule of freshness holds here: what is found is
 * compared with the catalog before anybody gets it.
 */
export class AnswerStore {
  private readonly memory: AnswerMemory;
  private readonly asked = new Map<string, Promise<Found>>();

  constructor(private readonly options: AnswerStoreOptions) {
    this.memory = new AnswerMemory(options.maxBytes);
  }

  /** Whether findShared may find what find does not. */
  get isShared(): boolean {
    return this.options.shared?.isThere ?? false;
  }

  /** In this process's memory; synchronous. */
  find(key: string): Found {
    const { counters } = this.memory;
    const answer = this.memory.get(key);
    if (answer !== undefined && this.holds(answer)) {
      counters.hits++;
      return { status: 'hit', from: 'memory', answer };
    }
    counters.misses++;
    if (answer === undefined) return { status: 'miss' };
    counters.stalePrevented++;
    this.memory.delete(key);
    return { status: 'stale' };
  }

  /** Null where find would find no hit: for whoever then lets another ask, who is told why. */
  findHit(key: string): (Found & { status: 'hit' }) | null {
    const answer = this.memory.get(key);
    if (answer === undefined || !this.holds(answer)) return null;
    this.memory.counters.hits++;
    return { status: 'hit', from: 'memory', answer };
  }

  /** In Redis; whoever asks for the same at the same time shares the reply. Never rejects. */
  findShared(key: string): Promise<Found> {
    const { shared } = this.options;
    const underWay = this.asked.get(key);
    if (underWay !== undefined || shared === null) return underWay ?? Promise.resolve({ status: 'miss' });
    const asking = this.askShared(shared, key);
    this.asked.set(key, asking);
    return asking;
  }

  /** Where it may be served again. In Redis, if it holds nothing that expires, it is a moment later. */
  keep(key: string, versions: AnswerVersions, contentType: string, body: Buffer): KeptAnswer | null {
    if (!versions.isRepeatable) return null;
    const { ttlSeconds, shared } = this.options;
    const madeAt = Date.now();
    const ttlMs = Math.round(ttlSeconds * 1000 * (1 - Math.random() * TTL_JITTER));
    const until = Math.min(madeAt + ttlMs, versions.expiresAt ?? Number.POSITIVE_INFINITY);
    if (until <= madeAt) return null;
    const answer = { versions, madeAt, until, contentType, body: ownCopy(body), compared: null };
    this.memory.put(key, answer);
    // A signed link opens something to whoever reads it: what holds one is not for others to keep.
    if (versions.expiresAt === null) void shared?.put(this.sharedKey(key), answer);
    return answer;
  }

  /** Keeps a compressed form with the answer of that body, where it is still there. */
  addForm(key: string, body: Buffer, encoding: 'gzip' | 'br', form: Buffer): void {
    this.memory.addForms(key, body, { [encoding]: form });
  }

  /** The body of an answer that was found as text, which is kept with it. */
  textOf(key: string, { body, text }: KeptAnswer): string {
    if (text !== undefined) return text;
    const made = body.toString();
    this.memory.addForms(key, body, { text: made });
    return made;
  }

  /** Of what is in memory, the most recently used first. */
  keys(): Iterable<string> {
    return this.memory.keys();
  }

  /**
   * Compares what memory and Redis hold under a key with the answer made anew, as far as they were made of the same; how
   * many copies were wrong. Those are gone then. What holds a link is another answer each time.
   */
  async audit(key: string, { body, versions }: { body: string; versions: AnswerVersions }): Promise<number> {
    const { shared } = this.options;
    const copies = [
      { counters: this.memory.counters, answer: this.memory.peek(key) },
      ...(shared === null ? [] : [{ counters: shared.counters, answer: await shared.look(this.sharedKey(key)) }]),
    ];
    let wrong = 0;
    for (const { counters, answer } of copies) {
      // Where something has changed meanwhile, a difference means nothing.
      const isComparable = answer !== undefined && isSame(answer.versions, versions) && this.holds(answer);
      if (!isComparable || answer.versions.expiresAt !== null) continue;
      counters.audited++;
      if (answer.body.equals(Buffer.from(body))) continue;
      counters.mismatches++;
      wrong++;
    }
    if (wrong > 0) {
      this.memory.delete(key);
      await shared?.forget(this.sharedKey(key));
    }
    return wrong;
  }

  /** The keys in memory that are gone then. */
  dropFromMemory(datasetId: string): string[] {
    return this.memory.dropDataset(datasetId);
  }

  /** Of what is in memory. */
  statistics(): StoreStatistics {
    const { counters, size } = this.memory;
    return { name: `memory.${this.options.name}`, ...counters, hitRate: hitRate(counters), ...size };
  }

  private async askShared(shared: SharedAnswers, key: string): Promise<Found> {
    const answer = await shared.get(this.sharedKey(key));
    // Nobody joins any more: whoever has, had begun before what comes now, the comparison.
    this.asked.delete(key);
    const holds = answer !== undefined && this.holds(answer);
    if (holds) {
      shared.counters.hits++;
      this.memory.put(key, answer);
      return { status: 'hit', from: 'redis', answer };
    }
    shared.counters.misses++;
    if (answer !== undefined) shared.counters.stalePrevented++;
    return { status: answer === undefined ? 'miss' : 'stale' };
  }

  private sharedKey(key: string): string {
    const { setting, sharedKey } = this.options;
    return sharedKey(hash('sha256', `${setting()}\n${key}`, 'base64url'));
  }

  /** Where nothing was acknowledged since it was last compared, there is nothing to compare. */
  private holds(answer: KeptAnswer): boolean {
    const { versions, until, compared } = answer;
    const { current } = this.options;
    const now = Date.now();
    if (now >= until) return false;
    try {
      // Read before the comparison: a change during it gives another count.
      const changeCounter = current.changeCounter();
      if (compared?.changeCounter === changeCounter && now - compared.at < LOOK_AT_FILES_EVERY_MS) return true;
      const isCurrent = isFresh(versions, current, now);
      if (isCurrent) answer.compared = { changeCounter, at: now };
      return isCurrent;
    } catch {
      // The storage folder cannot be read: who answers the request anew says so.
      return false;
    }
  }
}

/** Whether two answers were made from the same. */
function isSame(one: AnswerVersions, other: AnswerVersions): boolean {
  if (one.generation !== other.generation || one.datasets.size !== other.datasets.size) return false;
  for (const [id, revision] of one.datasets) if (other.datasets.get(id) !== revision) return false;
  return true;
}
