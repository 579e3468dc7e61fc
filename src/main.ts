import { readFileSync } from 'node:fs';

/** Modules, DuckDB and the storage take some dozens at the start; a hundred uploads and their readers several hundreds. */
const MIN_OPEN_FILES = 256;

// Before any other module is loaded: with too few open files that fails already, with an error about a missing package.
const limit = openFilesLimit();
if (limit < MIN_OPEN_FILES) {
  console.error(
    `This process may have ${limit} files open; the service needs at least ${MIN_OPEN_FILES}. Raise the limit (ulimit -n 4096, or LimitNOFILE= of a systemd unit).`,
  );
  process.exit(1);
}
await import('./serve.js');

/** The hard limit, to which Node raises the soft one; without /proc it is not known. */
function openFilesLimit(): number {
  try {
    const [, hard = ''] = /^Max open files\s+\S+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return hard === '' ? Number.POSITIVE_INFINITY : Number(hard);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
