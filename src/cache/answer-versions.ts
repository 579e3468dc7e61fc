import { Scoped } from '../telemetry/scoped.js';

/** What an answer was made from; it holds as long as all of it is current (ARCHITECTURE.md, Freshness). */
export interface AnswerVersions {
  /** Revisions of the datasets that were read, by id. */
  readonly datasets: ReadonlyMap<string, number>;
  /** The catalog's generation before its lists were read; null where none was. */
  readonly generation: string | null;
  /** False where something was read that no revision stands for, or one thing in two states: never to be served again. */
  readonly isRepeatable: boolean;
  /** Milliseconds since 1970 from which on it is not to be served again; null where its age does not matter. */
  readonly expiresAt: number | null;
}

/** The catalog, as far as a comparison needs it: synchronous, a few µs. */
export interface CurrentVersions {
  isCurrent(id: string, revision: number): boolean;
  generation(): string;
}

export interface WatchedVersions extends CurrentVersions {
  /** Resolves once every change acknowledged before the call is visible to the comparisons. Await it first. */
  barrier(): Promise<void>;
  /** Increases whenever a change was acknowledged: while it is equal, everything that was current still is. */
  changeCounter(): number;
}

class Notes implements AnswerVersions {
  readonly datasets = new Map<string, number>();
  generation: string | null = null;
  isRepeatable = true;
  expiresAt: number | null = null;
}

const notes = new Scoped<Notes>();

/**
 * Runs an operation and collects what it reads while it reads it: what is asked for afterwards may already be newer
 * than what stands in the answer.
 */
export async function collectVersions<T>(
  operation: () => T | Promise<T>,
): Promise<{ result: T; versions: AnswerVersions }> {
  const versions = new Notes();
  const result = await notes.run(versions, operation);
  return { result, versions };
}

/** To be told of every record an operation reads. Outside of collectVersions this and the others do nothing. */
export function noteDataset({ id, revision }: { id: string; revision: number }): void {
  const collected = notes.get();
  if (collected === undefined) return;
  const earlier = collected.datasets.get(id);
  if (earlier !== undefined && earlier !== revision) collected.isRepeatable = false;
  collected.datasets.set(id, revision);
}

/** To be told of the catalog's generation whenever a list was read: the generation of before the reading. */
export function noteList(generation: string): void {
  const collected = notes.get();
  if (collected === undefined) return;
  if (collected.generation !== null && collected.generation !== generation) collected.isRepeatable = false;
  collected.generation = generation;
}

/** To be told of what changes without a revision: that a dataset is not there, which analyses are stored, counters. */
export function noteUnrepeatable(): void {
  const collected = notes.get();
  if (collected !== undefined) collected.isRepeatable = false;
}

/** To be told of whatever in an answer does not last, such as a link: milliseconds since 1970. The earliest counts. */
export function noteExpiry(at: number): void {
  const collected = notes.get();
  if (collected !== undefined) collected.expiresAt = Math.min(at, collected.expiresAt ?? at);
}

/** To be told of all that an answer was made from which is served, or passed on, as part of what the operation reads. */
export function noteVersions({ datasets, generation, isRepeatable, expiresAt }: AnswerVersions): void {
  for (const [id, revision] of datasets) noteDataset({ id, revision });
  if (generation !== null) noteList(generation);
  if (!isRepeatable) noteUnrepeatable();
  if (expiresAt !== null) noteExpiry(expiresAt);
}

/** What the operation under way has read so far; null outside of collectVersions. */
export function versionsSoFar(): AnswerVersions | null {
  return notes.get() ?? null;
}

/** Whether an answer still holds. @throws as the file system does where the storage folder cannot be read */
export function isFresh(
  { datasets, generation, isRepeatable, expiresAt }: AnswerVersions,
  current: CurrentVersions,
  now = Date.now(),
): boolean {
  if (!isRepeatable) return false;
  if (expiresAt !== null && now >= expiresAt) return false;
  if (generation !== null && generation !== current.generation()) return false;
  for (const [id, revision] of datasets) if (!current.isCurrent(id, revision)) return false;
  return true;
}
