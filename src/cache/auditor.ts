import { setTimeout as pause } from 'node:timers/promises';
import type { Analysis } from '../model/analysis.js';
import type { DatasetRecord } from '../model/dataset.js';
import type { Log } from '../model/log.js';
import type { AnswerVersions } from './answer-versions.js';
import type { Caches } from './caches.js';

/** Values looked at in one turn: at every tenth second, the default, 600 a minute. */
const MAX_VALUES = 100;
/** Of each store, those used last: what most people are being told. */
const MOST_RECENT = 10;
/** Whole answers made anew in one turn: those used last, and others in turn. */
const RECENT_ANSWERS = 5;
const MAX_ANSWERS = 10;
/** A turn ends after that long, whatever is left. */
const TURN_MS = 250;
/** Computing an analysis again takes that part of the time at most, and is done no more often than that. */
const PART_FOR_COMPUTING = 1 / 100;
const COMPUTE_EVERY_MS = 600_000;

export interface AuditorOptions {
  caches: Caches;
  catalog: {
    get(id: string): Promise<DatasetRecord | null>;
    all(): Promise<DatasetRecord[]>;
    isCurrent(id: string, revision: number): boolean;
    /** Publishes the record as it is, under a new revision. */
    renew(id: string): Promise<unknown>;
  };
  analyses: {
    /** The record as of the kept version that an analysis was made of; null where it is of none. */
    versionOf(record: DatasetRecord, hash: string): DatasetRecord | null;
    /** The file of an analysis; null where there is none. */
    read(record: DatasetRecord, hash: string): Promise<Analysis | null>;
    /** Computes it again and sets its file right; null where that cannot be done now. */
    recompute(record: DatasetRecord, hash: string): Promise<{ isRight: boolean } | null>;
  };
  /** The answer to a request by the key it is kept under, as if it were not; null where that cannot be told. */
  answerAnew(key: string): Promise<AnswerMadeAnew | null>;
  everyMs: number;
  log: Log;
}

export interface AnswerMadeAnew {
  /** As it is sent. */
  body: string;
  /** Its data alone, and what that is kept by. */
  data: string;
  operationKey: string;
  versions: AnswerVersions;
}

/**
 * Looks, in the background, whether what is remembered is what it was made from: some values of memory and of Redis every
 * few seconds, the most recently used ones and in turn all others, against the files; and now and then a file of an
 * analysis against the rows. What differs is counted, logged and replaced. The comparison of versions lets nothing old be
 * served; this finds what is wrong: a value changed by hand, a disk or a memory that fails, a fault of ours.
 */
export class Auditor {
  /** Files of analyses that were computed again. */
  readonly recomputed = { right: 0, wrong: 0 };
  private readonly stopped = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private readonly memory: Round<string>;
  private readonly redis: Round<string>;
  private readonly answers: Round<string>;
  private mayComputeAt = 0;

  constructor(private readonly options: AuditorOptions) {
    const { caches, catalog } = options;
    this.memory = new Round(async () => caches.keysInMemory().flatMap((keys) => [...keys]));
    this.answers = new Round(async () => [...caches.answers.requests.keys()]);
    const datasets = new Round(async () => (await catalog.all()).map(({ id }) => id));
    this.redis = new Round(async () => {
      const id = caches.redisState === null ? undefined : await datasets.next();
      return id === undefined ? [] : caches.keysInRedis(id);
    });
  }

  start(): void {
    this.running = this.run();
  }

  async close(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  /** Looks at some values; whatever goes wrong is logged. */
  async turn(): Promise<void> {
    try {
      const ends = performance.now() + TURN_MS;
      let analysis: { record: DatasetRecord; hash: string } | undefined;
      for (const key of await this.choose()) {
        if (performance.now() > ends || this.stopped.signal.aborted) break;
        const place = this.options.caches.readKey(key);
        const current = place && (await this.options.catalog.get(place.id));
        if (place === null || current?.status !== 'READY') continue;
        const hash = place.kind === 'analysis' ? place.hash : null;
        const record = (hash === null ? null : this.options.analyses.versionOf(current, hash)) ?? current;
        await this.check(record, hash);
        if (hash !== null) analysis ??= { record, hash };
      }
      await this.checkAnswers(ends);
      if (analysis) await this.computeAgain(analysis.record, analysis.hash);
    } catch (error) {
      // The storage folder cannot be read, or a dataset went away: the next turn looks again.
      if (!this.stopped.signal.aborted) this.options.log.warn({ err: error }, 'the caches could not be audited');
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    for (;;) {
      await pause(this.options.everyMs, undefined, { ref: false, signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.turn();
    }
  }

  private async choose(): Promise<Set<string>> {
    const recent = this.options.caches.keysInMemory().flatMap((keys) => first(MOST_RECENT, keys));
    const chosen = new Set(recent);
    for (const round of [this.memory, this.redis]) {
      for (const key of await round.take((MAX_VALUES - recent.length) / 2)) chosen.add(key);
    }
    return chosen;
  }

  /** Of whole answers those to requests that this process remembers: what it has read from Redis, it does. */
  private async checkAnswers(ends: number): Promise<void> {
    const { caches, answerAnew, log } = this.options;
    const { requests, operations } = caches.answers;
    const chosen = new Set(first(RECENT_ANSWERS, requests.keys()));
    for (const key of await this.answers.take(MAX_ANSWERS - chosen.size)) chosen.add(key);
    for (const key of chosen) {
      if (performance.now() > ends || this.stopped.signal.aborted) return;
      const anew = await answerAnew(key);
      if (anew === null) continue;
      const { body, data, operationKey, versions } = anew;
      const wrong =
        (await requests.audit(key, { body, versions })) +
        (await operations.audit(operationKey, { body: data, versions }));
      if (wrong === 0) continue;
      const datasetIds = [...versions.datasets.keys()];
      // Other processes may have it from the same place.
      for (const id of datasetIds) await this.drop(id);
      log.error({ datasetIds, copies: wrong }, 'a whole answer was not what is answered anew; dropped');
    }
  }

  /** @param hash null: the schema. */
  private async check(record: DatasetRecord, hash: string | null): Promise<void> {
    const { caches, catalog, analyses, log } = this.options;
    const audit = {
      isCurrent: () => catalog.isCurrent(record.id, record.revision),
      drop: () => this.drop(record.id),
    };
    const wrong =
      hash === null
        ? await caches.schemas.audit(record, audit)
        : await caches.analyses.audit(record, hash, { ...audit, readTruth: () => analyses.read(record, hash) });
    if (wrong > 0) {
      log.error(
        { datasetId: record.id, hash, copies: wrong },
        'a cached value was not what it was made from; replaced',
      );
    }
  }

  /**
   * Whole answers may have been made from what was wrong, here and in other processes, of which nobody here knows: with a
   * new revision all of them are old, wherever they are.
   */
  private async drop(id: string): Promise<void> {
    await this.options.caches.dropDataset(id);
    await this.options.catalog.renew(id);
  }

  private async computeAgain(record: DatasetRecord, hash: string): Promise<void> {
    const { analyses, log } = this.options;
    const began = performance.now();
    if (began < this.mayComputeAt) return;
    const result = await analyses.recompute(record, hash);
    if (result === null) return;
    const tookMs = performance.now() - began;
    this.mayComputeAt = performance.now() + Math.max(COMPUTE_EVERY_MS, tookMs / PART_FOR_COMPUTING);
    this.recomputed[result.isRight ? 'right' : 'wrong']++;
    if (result.isRight) return;
    await this.drop(record.id);
    log.error({ datasetId: record.id, hash }, 'the file of an analysis was not what its rows give; written anew');
  }
}

/** Goes round a list that is made anew whenever it has been gone through. */
class Round<T> {
  private left: T[] = [];

  constructor(private readonly list: () => Promise<T[]>) {}

  async next(): Promise<T | undefined> {
    if (this.left.length === 0) this.left = (await this.list()).reverse();
    return this.left.pop();
  }

  /** Up to `count`, fewer where it has come round or meets too many lists that are empty. */
  async take(count: number): Promise<Set<T>> {
    const taken = new Set<T>();
    for (let turn = 0; turn < count; turn++) {
      const each = await this.next();
      if (each === undefined) continue;
      if (taken.has(each)) break;
      taken.add(each);
    }
    return taken;
  }
}

function first<T>(count: number, all: Iterable<T>): T[] {
  const found: T[] = [];
  for (const each of all) {
    if (found.length >= count) break;
    found.push(each);
  }
  return found;
}
