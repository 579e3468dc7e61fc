import { type AnswerVersions, type CurrentVersions, isFresh } from '../answer-versions.js';
import { BoundedMemory } from '../bounded-memory.js';
import { MissReasons } from '../miss-reasons.js';
import type { StoreStatistics } from '../statistics.js';
import type { CachedAnswer } from './cached-answer.js';

/** Expiry times are spread over the last tenth, so that answers stored together do not expire together. */
const TTL_JITTER = 0.1;
/** Record files that were added or removed by hand are in no change log; they are noticed after this time. */
const RECHECK_FILES_MS = 1_000;
/** Memory an answer takes beside its content and key. Checked by tests/http/answer-front/soak.test.ts. */
const OVERHEAD_BYTES = 1_000;
const BYTES_PER_DATASET = 200;

export interface AnswerMemoryOptions<Content> {
  /** The store's name in statistics, after `memory.`. */
  name: string;
  maxBytes: number;
  ttl: { readonly seconds: number };
  current: Pick<CurrentVersions, 'isCurrent' | 'generation' | 'changeCounter'>;
  bytesOf(content: Content): number;
}

export type Found<Content> =
  | { status: 'hit'; from: 'memory' | 'redis'; answer: CachedAnswer<Content> }
  /** `stale`: there was an answer, made from data that has changed. */
  | { status: 'miss' | 'stale' };

/** Whole answers in this process's memory, each compared with the catalog before it is returned. */
export class AnswerMemory<Content> {
  readonly misses = new MissReasons<AnswerVersions>();
  private readonly memory: BoundedMemory<CachedAnswer<Content>>;

  constructor(private readonly options: AnswerMemoryOptions<Content>) {
    const { name, maxBytes, bytesOf } = options;
    this.memory = new BoundedMemory({
      name,
      maxBytes,
      bytesOf: (key, { content, versions }) =>
        OVERHEAD_BYTES + key.length + bytesOf(content) + versions.datasets.size * BYTES_PER_DATASET,
      isOfDataset: ({ versions }, id) => versions.datasets.has(id),
    });
  }

  /** The catalog's change counter, for several calls of find() in a row; null where the storage folder cannot be read. */
  changeCounter(): number | null {
    try {
      return this.options.current.changeCounter();
    } catch {
      return null;
    }
  }

  find(key: string, changeCounter = this.changeCounter()): Found<Content> {
    const { counters } = this.memory;
    const answer = this.memory.get(key);
    if (answer !== undefined && this.isCurrent(answer, changeCounter)) {
      counters.hits++;
      return { status: 'hit', from: 'memory', answer };
    }
    counters.misses++;
    if (answer === undefined) {
      this.misses.countMissing(key, (versions) => this.isOutdated(versions));
      return { status: 'miss' };
    }
    this.misses.count(Date.now() >= answer.expiresAt ? 'expired' : 'outdated');
    counters.stalePrevented++;
    this.memory.delete(key);
    return { status: 'stale' };
  }

  /** Stores an answer unless it must not be served again; null then. */
  store(key: string, versions: AnswerVersions, content: Content): CachedAnswer<Content> | null {
    const createdAt = Date.now();
    const ttlMs = Math.round(this.options.ttl.seconds * 1000 * (1 - Math.random() * TTL_JITTER));
    const expiresAt = Math.min(createdAt + ttlMs, versions.expiresAt ?? Number.POSITIVE_INFINITY);
    if (!versions.isCacheable || expiresAt <= createdAt) return null;
    const answer = { versions, createdAt, expiresAt, content, compared: null };
    this.memory.set(key, answer);
    this.misses.stored(key, versions, expiresAt);
    return answer;
  }

  /** Adds an answer that another process has stored. */
  add(key: string, answer: CachedAnswer<Content>): void {
    this.misses.stored(key, answer.versions, answer.expiresAt);
    this.memory.set(key, answer);
  }

  /** Counts the bytes of an answer again, after its content has grown. */
  resize(key: string, content: Content): void {
    const answer = this.memory.peek(key);
    if (answer?.content === content) this.memory.replace(key, { ...answer });
  }

  /**
   * Whether an answer may be served now. Nothing is compared again while no change was acknowledged. The counter is read
   * before the comparison: a change during it leads to another comparison.
   */
  isCurrent(answer: CachedAnswer<Content>, changeCounter = this.changeCounter()): boolean {
    const { versions, expiresAt, compared } = answer;
    const { current } = this.options;
    const now = Date.now();
    if (now >= expiresAt || changeCounter === null) return false;
    try {
      if (compared?.changeCounter === changeCounter && now - compared.at < RECHECK_FILES_MS) return true;
      if (!isFresh(versions, current, now)) return false;
      answer.compared = { changeCounter, at: now };
      return true;
    } catch {
      // The storage folder cannot be read: answering the request again reports that.
      return false;
    }
  }

  /** Whether an answer made from this would not be served, as far as the last comparison with the catalog shows. */
  isOutdated(versions: AnswerVersions): boolean {
    try {
      return !isFresh(versions, this.options.current);
    } catch {
      return false;
    }
  }

  /** The keys that were removed. */
  dropDataset(id: string): string[] {
    const keys = this.memory.dropDataset(id);
    for (const key of keys) this.misses.dropped(key);
    return keys;
  }

  statistics(): StoreStatistics {
    return this.memory.statistics();
  }
}
