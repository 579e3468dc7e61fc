import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DatasetRecord, KeptVersion, NormalizationOptions, VersionReading } from '../../model/dataset.js';
import type { LineageStep, Parameter } from '../../model/lineage.js';
import type { Log } from '../../model/log.js';
import type { Bytes } from '../../storage/bytes.js';
import { filesIn, keys } from '../../storage/layout.js';
import type { Catalog } from '../catalog.js';
import { keptVersions, withReading } from '../kept-versions.js';
import type { SealVersion } from './seal-version.js';

/** READING_RULES_VERSION of releases that did not record it. */
const UNRECORDED_RULES_VERSION = 1;

export interface AdoptContext {
  catalog: Catalog;
  bytes: Bytes;
  seal: SealVersion;
  log: Log;
}

/**
 * Computes the missing checksums of versions from releases before 0.2. Their files are assumed to be intact, because there
 * is nothing to compare them with. Runs in the background after a start, one version at a time; versions without checksums
 * are used unverified. Stops early when `signal` is aborted; the next start continues.
 */
export async function adoptVersions({ catalog, bytes, seal, log }: AdoptContext, signal: AbortSignal): Promise<void> {
  let adopted = 0;
  for (const record of await catalog.all()) {
    for (const kept of keptVersions(record).filter(({ reading }) => reading === null)) {
      if (signal.aborted) return;
      try {
        const reading = await readingOf(record, kept, bytes, seal);
        if (reading === null) continue;
        await catalog.change(record.id, (current) => withReading(current, kept.version, reading), { isEdit: false });
        adopted++;
      } catch (error) {
        const details = { err: error, datasetId: record.id, version: kept.version };
        log.warn(
          details,
          'the checksums of a version of an earlier release could not be computed; it stays unverified',
        );
      }
    }
  }
  if (adopted > 0) log.info({ versions: adopted }, 'versions of an earlier release now have checksums');
}

async function readingOf(
  { id }: DatasetRecord,
  { version }: KeptVersion,
  bytes: Bytes,
  seal: SealVersion,
): Promise<VersionReading | null> {
  const folder = await bytes.stage(id);
  try {
    if (!(await bytes.link(keys.version(id, version), folder, { isRead: true }))) return null;
    const steps = JSON.parse(await readFile(filesIn.lineage(folder), 'utf8')) as LineageStep[];
    const parameters = steps.find(({ operation }) => operation === 'READ')?.parameters ?? [];
    return { options: optionsIn(parameters), rulesVersion: UNRECORDED_RULES_VERSION, checksums: await seal(folder) };
  } finally {
    await bytes.remove(keys.inDataset(id, basename(folder)));
  }
}

/** Readers of the options recorded in a lineage: texts unchanged, other values as JSON. */
const optionReaders = {
  sheet: String,
  sheets: JSON.parse,
  headerRow: JSON.parse,
  table: JSON.parse,
  delimiter: String,
  encoding: String,
  dateOrder: String,
  decimalMark: String,
  unpivot: JSON.parse,
  subtotals: String,
  leaveOutSubtotals: JSON.parse,
  fillDown: JSON.parse,
  columns: JSON.parse,
} satisfies Record<keyof NormalizationOptions, (text: string) => unknown>;

function optionsIn(parameters: readonly Parameter[]): NormalizationOptions {
  const known = parameters.filter(({ name }) => name in optionReaders);
  return Object.fromEntries(
    known.map(({ name, value }) => [name, optionReaders[name as keyof NormalizationOptions](value)]),
  );
}
