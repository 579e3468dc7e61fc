import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { canonicalJson, type Json } from '../model/canonical-json.js';
import type { DatasetRecord } from '../model/dataset.js';
import type { EntityMapping, SavedEntityMapping } from '../model/entity-mapping.js';
import { ConcentricError } from '../model/errors.js';
import type { Bytes } from '../storage/bytes.js';
import { writeDurably } from '../storage/durable.js';
import { keys } from '../storage/layout.js';
import { sha256 } from '../storage/sha256.js';

/** Characters of the mappings that are kept in memory; a file is read once a process. */
const MAX_MEMORY_CHARACTERS = 10_000_000;
/** A copy may be removed from the local disk before it is opened (storage/objects/disk-cache.ts). */
const READ_ATTEMPTS = 2;

type OwnerRecord = Pick<DatasetRecord, 'id' | 'revision' | 'entityMappings'>;

/** The saved mapping of a column, as the record names it. */
export function savedMapping(
  { entityMappings = [] }: Pick<DatasetRecord, 'entityMappings'>,
  column: string,
): SavedEntityMapping | null {
  return entityMappings.find((saved) => saved.column === column) ?? null;
}

/**
 * The files of the mappings: one for each content, named by its SHA-256, never changed. A file is verified when it is
 * read. Files that no record names are removed (catalog/mapping-sweep.ts).
 */
export class MappingFiles {
  private readonly memory = new LRUCache<string, EntityMapping>({ maxSize: MAX_MEMORY_CHARACTERS });

  constructor(
    private readonly bytes: Bytes,
    /** Whether a revision of a dataset's record is still the newest. */
    private readonly isCurrent: (id: string, revision: number) => Promise<boolean>,
  ) {}

  /** Stores a mapping of checkedMapping() and returns its SHA-256. @throws STORAGE_UNAVAILABLE */
  async write(datasetId: string, mapping: EntityMapping): Promise<string> {
    // Plain JSON, but an interface has no index signature, which the type Json needs.
    const text = canonicalJson(mapping as unknown as Json);
    const checksum = sha256(text);
    const folder = await this.bytes.stage(datasetId);
    try {
      const path = join(folder, 'mapping.json');
      await writeDurably(path, text);
      await this.bytes.put(path, keys.entityMapping(datasetId, checksum));
    } finally {
      await this.bytes.remove(keys.inDataset(datasetId, basename(folder)));
    }
    return checksum;
  }

  /**
   * The mapping of a column; null where none is saved.
   * @throws ENTITY_MAPPING_DAMAGED; CONFLICT where the record is outdated and its file is gone
   */
  async read(record: OwnerRecord, column: string): Promise<EntityMapping | null> {
    const saved = savedMapping(record, column);
    if (saved === null) return null;
    const key = `${record.id}/${saved.sha256}`;
    const known = this.memory.get(key);
    if (known !== undefined) return known;
    const text = await this.intactText(record.id, saved.sha256);
    if (text === null) throw await this.unreadable(record, saved);
    const mapping = JSON.parse(text) as EntityMapping;
    this.memory.set(key, mapping, { size: text.length });
    return mapping;
  }

  private async intactText(datasetId: string, checksum: string): Promise<string | null> {
    for (let attempt = 1; attempt <= READ_ATTEMPTS; attempt++) {
      const path = await this.bytes.localPath(keys.entityMapping(datasetId, checksum));
      const content = path === null ? null : await readFile(path).catch(() => null);
      if (content !== null && sha256(content) === checksum) return content.toString('utf8');
    }
    return null;
  }

  private async unreadable({ id, revision }: OwnerRecord, { column, sha256: checksum }: SavedEntityMapping) {
    if (!(await this.isCurrent(id, revision))) {
      return new ConcentricError(
        'CONFLICT',
        `The mapping of column ${JSON.stringify(column)} of dataset ${id} was replaced while it was being read; send the request again.`,
        { datasetId: id, column },
      );
    }
    const file = `entities/${checksum}.json`;
    return new ConcentricError(
      'ENTITY_MAPPING_DAMAGED',
      `The mapping of column ${JSON.stringify(column)} of dataset ${id} cannot be read: ${file} is damaged or missing. Restore the file from a backup, or save merges, parents and distinct names again with saveEntities.`,
      { datasetId: id, column, file },
    );
  }
}
