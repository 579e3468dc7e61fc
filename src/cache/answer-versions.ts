import { Scoped } from '../telemetry/scoped.js';

/** What an answer was made from. It may be served while all of it is current (docs/freshness.md). */
export interface AnswerVersions {
  /** Revisions of the datasets that were read, by id. */
  readonly datasets: ReadonlyMap<string, number>;
  /** The catalog's generation before its lists were read; null where none was read. */
  readonly generation: string | null;
  /** False where something without a revision was read, or one dataset in two states: the answer is not stored. */
  readonly isCacheable: boolean;
  /** Milliseconds since 1970 at which the answer expires; null where it does not expire by itself. */
  readonly expiresAt: number | null;
}

/** The catalog as the caches compare with it. The comparisons are synchronous and take a few µs. */
export interface CurrentVersions {
  /** Resolves once every change acknowledged before the call is visible to the comparisons. */
  barrier(): Promise<void>;
  isCurrent(id: string, revision: number): boolean;
  generation(): string;
  /** Increases with every acknowledged change: while it is equal, everything that was current still is. */
  changeCounter(): number;
}

class Recorded implements AnswerVersions {
  readonly datasets = new Map<string, number>();
  generation: string | null = null;
  isCacheable = true;
  expiresAt: number | null = null;
}

const scope = new Scoped<Recorded>();

/**
 * Runs an operation and records the versions it reads while it reads them: looked up afterwards, they may already be
 * newer than what the answer shows. The functions below do nothing outside of it.
 */
export async function collectVersions<T>(
  operation: () => T | Promise<T>,
): Promise<{ result: T; versions: AnswerVersions }> {
  const versions = new Recorded();
  const result = await scope.run(versions, operation);
  return { result, versions };
}

/** Call for every record that an operation reads. */
export function recordDataset({ id, revision }: { id: string; revision: number }): void {
  const recorded = scope.get();
  if (recorded === undefined) return;
  const earlier = recorded.datasets.get(id);
  if (earlier !== undefined && earlier !== revision) recorded.isCacheable = false;
  recorded.datasets.set(id, revision);
}

/** Call for every list that an operation reads, with the catalog's generation from before the reading. */
export function recordList(generation: string): void {
  const recorded = scope.get();
  if (recorded === undefined) return;
  if (recorded.generation !== null && recorded.generation !== generation) recorded.isCacheable = false;
  recorded.generation = generation;
}

/** Call for whatever changes without a revision: a missing dataset, the list of stored analyses, counters. */
export function markUncacheable(): void {
  const recorded = scope.get();
  if (recorded !== undefined) recorded.isCacheable = false;
}

/** Call for whatever in an answer expires, such as a link; milliseconds since 1970. The earliest counts. */
export function recordExpiry(at: number): void {
  const recorded = scope.get();
  if (recorded !== undefined) recorded.expiresAt = Math.min(at, recorded.expiresAt ?? at);
}

/** Call where a stored answer is served as part of an operation, with what it was made from. */
export function recordVersions({ datasets, generation, isCacheable, expiresAt }: AnswerVersions): void {
  for (const [id, revision] of datasets) recordDataset({ id, revision });
  if (generation !== null) recordList(generation);
  if (!isCacheable) markUncacheable();
  if (expiresAt !== null) recordExpiry(expiresAt);
}

/** What the operation under way has read so far; null outside of collectVersions. */
export function versionsSoFar(): AnswerVersions | null {
  return scope.get() ?? null;
}

/** Whether an answer may still be served. @throws as the file system does where the storage folder cannot be read */
export function isFresh(
  { datasets, generation, isCacheable, expiresAt }: AnswerVersions,
  current: Pick<CurrentVersions, 'isCurrent' | 'generation'>,
  now = Date.now(),
): boolean {
  if (!isCacheable) return false;
  if (expiresAt !== null && now >= expiresAt) return false;
  if (generation !== null && generation !== current.generation()) return false;
  for (const [id, revision] of datasets) if (!current.isCurrent(id, revision)) return false;
  return true;
}
