import { LRUCache } from 'lru-cache';
import { newCounters } from '../statistics.js';
import type { KeptAnswer } from './cached-answer.js';

/** One answer may take that part of the whole at most. */
const MAX_PART = 1 / 8;
/** Of an answer beside its bytes and its key: objects, and places in maps. Checked by tests/http/answer-front/soak.test.ts. */
const OVERHEAD_BYTES = 1_000;
const BYTES_PER_DATASET = 200;

/** Answers in this process's memory: the least recently used go first. */
export class AnswerMemory {
  readonly counters = newCounters();
  private readonly answers: LRUCache<string, KeptAnswer>;
  private readonly keysByDataset = new Map<string, Set<string>>();

  constructor(maxBytes: number) {
    this.answers = new LRUCache({
      maxSize: Math.floor(maxBytes),
      maxEntrySize: Math.floor(maxBytes * MAX_PART),
      dispose: (answer, key) => this.unlist(key, answer),
    });
  }

  get size(): { entries: number; bytes: number } {
    return { entries: this.answers.size, bytes: this.answers.calculatedSize };
  }

  get(key: string): KeptAnswer | undefined {
    return this.answers.get(key);
  }

  /** get() without counting as a use. */
  peek(key: string): KeptAnswer | undefined {
    return this.answers.peek(key);
  }

  /** The most recently used first. */
  keys(): Iterable<string> {
    return this.answers.keys();
  }

  put(key: string, answer: KeptAnswer): void {
    if (this.set(key, answer)) this.counters.fills++;
    else this.counters.fillsRejected++;
  }

  addForms(key: string, body: Buffer, forms: Pick<KeptAnswer, 'gzip' | 'br' | 'text'>): void {
    const there = this.answers.peek(key);
    if (there?.body === body) this.set(key, { ...there, ...forms });
  }

  delete(key: string): void {
    this.answers.delete(key);
  }

  /** The keys that were there. */
  dropDataset(datasetId: string): string[] {
    const keys = [...(this.keysByDataset.get(datasetId) ?? [])];
    for (const key of keys) this.answers.delete(key);
    this.counters.invalidations += keys.length;
    return keys;
  }

  /** Whether it is there then. */
  private set(key: string, answer: KeptAnswer): boolean {
    this.answers.set(key, answer, { size: bytesOf(key, answer) });
    const isThere = this.answers.peek(key) === answer;
    if (isThere) this.list(key, answer);
    return isThere;
  }

  private list(key: string, { versions }: KeptAnswer): void {
    for (const id of versions.datasets.keys()) {
      const keys = this.keysByDataset.get(id);
      if (keys) keys.add(key);
      else this.keysByDataset.set(id, new Set([key]));
    }
  }

  private unlist(key: string, { versions }: KeptAnswer): void {
    for (const id of versions.datasets.keys()) {
      const keys = this.keysByDataset.get(id);
      keys?.delete(key);
      if (keys?.size === 0) this.keysByDataset.delete(id);
    }
  }
}

function bytesOf(key: string, { body, gzip, br, text, versions }: KeptAnswer): number {
  const forms = body.length + (gzip?.length ?? 0) + (br?.length ?? 0) + (text?.length ?? 0);
  return OVERHEAD_BYTES + key.length + forms + versions.datasets.size * BYTES_PER_DATASET;
}
