import pLimit from 'p-limit';
import { type DatasetRecord, sourcesOf, type VersionReading } from '../../model/dataset.js';
import { versionDamaged } from '../../model/dataset-errors.js';
import { ConcentricError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import { keys, sourceFile, type VersionFile } from '../../storage/layout.js';
import { VerifiedFiles } from '../../storage/verified-files.js';
import { checksumOf, type DerivedFile, type RebuildContext, rebuildVersion } from './rebuild-version.js';

const DERIVED = Object.keys(checksumOf) as DerivedFile[];
/** Delay before a failed rebuild is retried, because reading the source may be expensive. */
const RETRY_REBUILD_MS = 60_000;

export interface VersionIntegrityOptions extends RebuildContext {
  /** Publishes the checksums of a version that was rebuilt with the same rows in other bytes. */
  publish(record: DatasetRecord, reading: VersionReading): Promise<unknown>;
  /** Whether the record is still the newest of its dataset. */
  isNewest(record: DatasetRecord): Promise<boolean>;
  log: Log;
}

/**
 * Verifies the files of a version against the checksums in its record before they are used, and rebuilds damaged files from
 * the version's source. A version without checksums is used unverified.
 */
export class VersionIntegrity {
  private readonly files = new VerifiedFiles();
  /** By key of the version and file: running rebuilds, and those that failed recently. */
  private readonly rebuilds = new Map<string, Promise<void>>();
  private readonly oneAtATime = pLimit(1);

  constructor(private readonly options: VersionIntegrityOptions) {}

  /**
   * The path of an intact file.
   * @throws VERSION_DAMAGED if it cannot be rebuilt, or all files are missing; an error without a code if the version was removed meanwhile
   */
  async verifiedPath(record: DatasetRecord, file: VersionFile): Promise<string> {
    const path = await this.intactPath(record, file);
    if (path !== null) return path;
    await this.requireVersion(record);
    if (!isDerived(file)) throw sourceDamaged(record, file);
    await this.rebuild(record, file);
    return (await this.options.bytes.localPath(keys.versionFile(record.id, record.version, file)))!;
  }

  /** @see Versions.verify */
  async verify(record: DatasetRecord): Promise<boolean> {
    const { log } = this.options;
    const { id, version, reading } = record;
    for (const original of sourcesOf(record).map(sourceFile)) {
      if ((await this.intactPath(record, original, { fresh: true })) !== null) continue;
      await this.requireVersion(record);
      const details = { datasetId: id, version, file: original };
      log.error(
        details,
        'the source file of a version is damaged: it cannot be normalized or rebuilt; upload it again',
      );
    }
    if (reading === null) return false;
    for (const file of DERIVED) {
      if (reading.checksums[checksumOf[file]] === undefined) continue;
      if ((await this.intactPath(record, file, { fresh: true })) !== null) continue;
      try {
        await this.rebuild(record, file);
      } catch (error) {
        if (!(error instanceof ConcentricError)) throw error;
        if (file === 'normalized.parquet') return false;
      }
    }
    return true;
  }

  /** Null for a missing or damaged file. */
  private async intactPath(record: DatasetRecord, file: VersionFile, { fresh = false } = {}): Promise<string | null> {
    const { id, version, reading } = record;
    const { bytes } = this.options;
    const key = keys.versionFile(id, version, file);
    const expected = isDerived(file)
      ? reading?.checksums[checksumOf[file]]
      : sourcesOf(record).find((source) => sourceFile(source) === file)?.sha256;
    const path = await bytes.localPath(key, expected);
    if (path === null || expected === undefined || (await this.files.isIntact(path, expected, { fresh }))) return path;
    const again = await bytes.fetchAgain(key, expected);
    return again !== null && (await this.files.isIntact(again, expected)) ? again : null;
  }

  /** Concurrent callers share one rebuild. Rebuilds run one at a time, because each reads a complete source. */
  private rebuild(record: DatasetRecord, file: DerivedFile): Promise<void> {
    const key = `${keys.versionFile(record.id, record.version, file)}@${record.revision}`;
    let rebuild = this.rebuilds.get(key);
    if (rebuild === undefined) {
      rebuild = this.oneAtATime(() => this.rebuildNow(record, file));
      this.rebuilds.set(key, rebuild);
      rebuild.then(
        () => this.rebuilds.delete(key),
        () => void setTimeout(() => this.rebuilds.delete(key), RETRY_REBUILD_MS).unref(),
      );
    }
    return rebuild;
  }

  private async rebuildNow(record: DatasetRecord, file: DerivedFile): Promise<void> {
    const { log, publish } = this.options;
    const { id: datasetId, version, reading } = record;
    // Files that earlier releases did not write are made when they are first needed.
    const isNew = reading !== null && reading.checksums[checksumOf[file]] === undefined;
    try {
      const checksums = await rebuildVersion(record, file, this.options);
      if (isNew) log.info({ datasetId, version, file }, 'a file of a version was made from its source');
      else log.warn({ datasetId, version, file }, 'a damaged file of a version was rebuilt from its source');
      const isSameFile = checksums[checksumOf[file]] === reading?.checksums[checksumOf[file]];
      if (reading !== null && !isSameFile) await publish(record, { ...reading, checksums });
    } catch (error) {
      await this.requireVersion(record);
      if (isNew) log.warn({ err: error, datasetId, version, file }, 'a file of a version could not be made');
      else log.error({ err: error, datasetId, version, file }, 'a damaged file of a version could not be rebuilt');
      throw error;
    }
  }

  /** A version that was replaced or deleted is removed at once: its files are missing, but not damaged. */
  private async requireVersion(record: DatasetRecord): Promise<void> {
    const { bytes, isNewest, log } = this.options;
    const { id, version } = record;
    if (await bytes.exists(keys.version(id, version))) return;
    if (!(await isNewest(record))) throw new Error(`Version ${version} of dataset ${id} was removed.`);
    log.error({ datasetId: id, version }, 'the files of a version are missing; upload the file again');
    throw versionMissing(record);
  }
}

function isDerived(file: VersionFile): file is DerivedFile {
  return file in checksumOf;
}

/** They were removed from outside: the service never removes a version that the newest record lists. */
function versionMissing({ id, version }: DatasetRecord): ConcentricError {
  return new ConcentricError(
    'VERSION_DAMAGED',
    `The files of version ${version} of dataset ${id} are missing from the storage. Restore them from a backup, or upload the file again with replaceDataset.`,
    { datasetId: id, version },
  );
}

function sourceDamaged(record: DatasetRecord, file: VersionFile): ConcentricError {
  const why = 'there is no other copy of the uploaded file';
  return versionDamaged(record, { file, why, remedy: 'Upload it again with replaceDataset.' });
}
