import { readFileSync } from 'node:fs';
import { ConcentricError } from '../model/errors.js';

/** An idle process has some 60 files open; each connection, upload and query takes one or more. */
export const MIN_OPEN_FILES = 256;

/** How many files this process may have open (`ulimit -n`); null where the system does not tell. */
export function maxOpenFiles(limits: () => string = () => readFileSync('/proc/self/limits', 'utf8')): number | null {
  try {
    const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(limits()) ?? [];
    return soft === undefined ? null : soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return null;
  }
}

/** @throws STORAGE_UNAVAILABLE where the limit is too low to work */
export function requireOpenFiles(limit: number | null = maxOpenFiles()): void {
  if (limit === null || limit >= MIN_OPEN_FILES) return;
  throw new ConcentricError(
    'STORAGE_UNAVAILABLE',
    `This process may open ${limit} files; it needs at least ${MIN_OPEN_FILES}. Raise the limit, such as with "ulimit -n 4096" or LimitNOFILE=4096 in the service's unit.`,
    { limit, min: MIN_OPEN_FILES },
  );
}
