import { basename } from 'node:path';
import type { Decide } from '../catalog/catalog.js';
import { removeUnnamedMappings } from '../catalog/mapping-sweep.js';
import type { Engine } from '../duckdb/engine.js';
import { detectFormat } from '../ingest/intake/detect-format.js';
import { type IncomingFile, receiveUpload } from '../ingest/intake/receive-upload.js';
import { requireColumn } from '../model/column-not-found.js';
import type { DatasetRecord } from '../model/dataset.js';
import { datasetNotFound, datasetNotReady } from '../model/dataset-errors.js';
import type { EntityMapping, SavedEntityMapping } from '../model/entity-mapping.js';
import { ConcentricError } from '../model/errors.js';
import type { Page, PageRequest } from '../model/page.js';
import type { Column, DatasetSchema } from '../model/schema.js';
import type { EntityProposal } from '../model/similar-names.js';
import type { Bytes } from '../storage/bytes.js';
import { filesIn, keys } from '../storage/layout.js';
import { checkedMapping, namesOfData, namesOfMapping, quoted } from './check-mapping.js';
import { type ColumnNames, keyOfNames } from './column-names.js';
import { type MappingFiles, savedMapping } from './mapping-files.js';
import type { ProposalRequest, Proposals } from './proposals.js';
import { readMappingFile } from './read-mapping-file.js';
import { requireText } from './require-text.js';

const MAX_SHOWN_UNKNOWN = 5;

export interface EntitiesOptions {
  engine: Engine;
  maxUploadBytes: number;
  catalog: {
    get(id: string): Promise<DatasetRecord | null>;
    change(id: string, decide: Decide): Promise<DatasetRecord>;
  };
  versions: { schema(record: DatasetRecord): Promise<DatasetSchema | null> };
  bytes: Bytes;
  files: MappingFiles;
  names: ColumnNames;
  proposals: Proposals;
}

/** A change of the mapping of a column. Each list replaces the saved one; what is null or absent stays. */
export interface MappingChange {
  id: string;
  column: string;
  merges?: EntityMapping['merges'] | null;
  parents?: EntityMapping['parents'] | null;
  distinct?: EntityMapping['distinct'] | null;
  /** Merges and parents as a table (read-mapping-file.ts), instead of the lists. */
  file?: IncomingFile | null;
  /** Whether names may be saved that do not occur in the data. */
  allowUnknownNames: boolean;
  /** The checksum of the mapping that the change is based on, '' for none; null is not checked. */
  basedOn?: string | null;
}

/** The saved mapping of a column beside the current data. */
export interface MappingOfColumn extends EntityMapping {
  column: string;
  checksum: string;
  savedAt: string;
  /** Names of merges and parents that do not occur in the data; all of them where the column is gone. */
  unusedNames: string[];
}

/** About 200 characters for each of the names that a mapping may hold. */
const MAX_FILE_BYTES = 50 * 1024 * 1024;
const ANY_TEXT = { dataType: 'STRING', role: 'CATEGORICAL' } as const;
/** The record after a change, and the mapping of the column; null where it is empty. */
export interface SavedEntities {
  dataset: DatasetRecord;
  mapping: MappingOfColumn | null;
}

const EMPTY: EntityMapping = { merges: [], parents: [], distinct: [] };

/** What people decide about the names of columns. */
export class Entities {
  constructor(private readonly options: EntitiesOptions) {}

  /**
   * Publishes the mapping in a new revision of the record; an empty one removes it. An equal one changes nothing.
   * @throws DATASET_NOT_FOUND, DATASET_NOT_READY, COLUMN_NOT_FOUND, COLUMN_NOT_TEXT, INVALID_INPUT, ENTITY_NAME_UNKNOWN,
   * ENTITY_NAME_REPEATED, ENTITY_CYCLE, ENTITY_MAPPING_CHANGED, ENTITY_MAPPING_DAMAGED, STORAGE_UNAVAILABLE
   */
  async save({ file, ...lists }: MappingChange): Promise<SavedEntities> {
    const { catalog, bytes } = this.options;
    const change = file == null ? lists : { ...lists, ...(await this.readFile(lists, file)) };
    let named: SavedEntityMapping[] = [];
    const record = await catalog.change(change.id, async (before) => {
      const entityMappings = await this.changed(before, change);
      // Readers of the revision before still use the file that it names.
      named = [...(before.entityMappings ?? []), ...(entityMappings ?? [])];
      return entityMappings && { entityMappings };
    });
    await removeUnnamedMappings(bytes, change.id, named);
    return { dataset: record, mapping: await this.savedMapping(record, change.column) };
  }

  private async readFile({ id, column, merges, parents }: MappingChange, file: IncomingFile) {
    if (merges != null || parents != null) {
      file.stream.destroy();
      throw new ConcentricError(
        'INVALID_INPUT',
        'Merges and parents come either from the file or from the lists. Leave out "file", or "merges" and "parents".',
        { path: 'file' },
      );
    }
    const { bytes, engine, maxUploadBytes } = this.options;
    const record = await this.options.catalog.get(id);
    if (record === null) throw datasetNotFound(id);
    const keyOf = keyOfNames(columnOf(await this.schema(record), column) ?? ANY_TEXT);
    const folder = await bytes.stage(id);
    try {
      const limits = { maxUploadBytes: Math.min(maxUploadBytes, MAX_FILE_BYTES), detectFormat, onReceived: () => {} };
      const { fileName, format } = await receiveUpload(file, folder, limits);
      const path = filesIn.source(folder, { fileName });
      return await readMappingFile(engine, { path, format, folder }, keyOf);
    } finally {
      await bytes.remove(keys.inDataset(id, basename(folder)));
    }
  }

  /** Null where none is saved. @throws DATASET_NOT_READY, COLUMN_NOT_FOUND, ENTITY_MAPPING_DAMAGED, CONFLICT */
  async mapping(record: DatasetRecord, column: string): Promise<MappingOfColumn | null> {
    const mapping = await this.savedMapping(record, column);
    if (mapping === null) requireColumn(await this.schema(record), column);
    return mapping;
  }

  /** @see Proposals.page */
  proposals(
    record: DatasetRecord,
    schema: DatasetSchema,
    request: ProposalRequest,
    page: PageRequest,
  ): Promise<Page<EntityProposal>> {
    return this.options.proposals.page(record, schema, request, page);
  }

  /** The mappings of all columns. @throws DATASET_NOT_READY, ENTITY_MAPPING_DAMAGED, CONFLICT */
  async mappings(record: DatasetRecord): Promise<MappingOfColumn[]> {
    const schema = await this.schema(record);
    return Promise.all((record.entityMappings ?? []).map((saved) => this.describe(record, schema, saved)));
  }

  private async savedMapping(record: DatasetRecord, column: string): Promise<MappingOfColumn | null> {
    const saved = savedMapping(record, column);
    return saved && this.describe(record, await this.schema(record), saved);
  }

  private async describe(record: DatasetRecord, schema: DatasetSchema, saved: SavedEntityMapping) {
    const { column: name, savedAt, sha256: checksum } = saved;
    const mapping = (await this.options.files.read(record, name))!;
    const column = schema.columns.find((each) => each.name === name);
    return {
      column: name,
      checksum,
      savedAt,
      ...mapping,
      unusedNames: await this.unusedNames(record, column, mapping, checksum),
    };
  }

  private async unusedNames(
    record: DatasetRecord,
    column: Column | undefined,
    mapping: EntityMapping,
    checksum: string,
  ): Promise<string[]> {
    const keyOf = keyOfNames(column ?? ANY_TEXT);
    const introduced = new Set(namesOfMapping(mapping).map(keyOf));
    const names = namesOfData({ ...mapping, distinct: [] })
      .map(({ name }) => name)
      .filter((name) => !introduced.has(keyOf(name)));
    if (column?.dataType !== 'STRING') return names;
    return this.options.names.unused(record, column, names, checksum);
  }

  /** The mappings of the record after the change; null where nothing changes. */
  private async changed(record: DatasetRecord, change: MappingChange): Promise<SavedEntityMapping[] | null> {
    const schema = await this.schema(record);
    const saved = savedMapping(record, change.column);
    const column = saved === null ? requireColumn(schema, change.column) : columnOf(schema, change.column);
    if (column !== undefined && saved === null) requireText(schema, column);
    requireSame(saved, change);
    const isComplete = change.merges != null && change.parents != null && change.distinct != null;
    const before = isComplete ? EMPTY : ((await this.options.files.read(record, change.column)) ?? EMPTY);
    const requested: EntityMapping = {
      merges: change.merges ?? before.merges,
      parents: change.parents ?? before.parents,
      distinct: change.distinct ?? before.distinct,
    };
    const keyOf = keyOfNames(column ?? ANY_TEXT);
    const mapping = checkedMapping(requested, keyOf);
    if (!change.allowUnknownNames) await this.requireKnown(record, change.column, column, requested, keyOf);

    const others = (record.entityMappings ?? []).filter((each) => each.column !== change.column);
    const isEmpty = Object.values(mapping).every((list) => list.length === 0);
    if (isEmpty) return saved === null ? null : others;
    const sha256 = await this.options.files.write(record.id, mapping);
    if (sha256 === saved?.sha256) return null;
    const next = { column: change.column, sha256, savedAt: new Date().toISOString() };
    return [...others, next].sort((a, b) => (a.column < b.column ? -1 : 1));
  }

  /** Names must occur in the data, be introduced by the mapping itself, or have been saved before. */
  private async requireKnown(
    record: DatasetRecord,
    columnName: string,
    column: Column | undefined,
    requested: EntityMapping,
    keyOf: (name: string) => string,
  ): Promise<void> {
    const introduced = new Set(namesOfMapping(requested).map(keyOf));
    const wanted = namesOfData(requested).filter(({ name }) => !introduced.has(keyOf(name)));
    const unknown =
      column === undefined
        ? wanted.map((_, index) => ({ index, nearest: null }))
        : await this.options.names.unknown(
            record,
            column,
            wanted.map(({ name }) => name),
          );
    if (unknown.length === 0) return;
    const savedBefore = await this.namesSaved(record, columnName, keyOf);
    const refused = unknown.filter(({ index }) => !savedBefore.has(keyOf(wanted[index]!.name)));
    if (refused.length === 0) return;
    const names = refused.map(({ index, nearest }) => ({ ...wanted[index]!, nearest }));
    const shown = names
      .slice(0, MAX_SHOWN_UNKNOWN)
      .map(
        ({ name, path, nearest }) =>
          `${quoted(name)} (${path})${nearest === null ? '' : `; did you mean ${quoted(nearest)}?`}`,
      );
    const more = names.length > shown.length ? ` And ${names.length - shown.length} more.` : '';
    throw new ConcentricError(
      'ENTITY_NAME_UNKNOWN',
      `Column ${JSON.stringify(columnName)} of dataset ${record.id} has no such name: ${shown.join(' ')}${more} To save names that later files may bring, send unknownNames: KEEP.`,
      { column: columnName, unknown: names.slice(0, MAX_SHOWN_UNKNOWN), path: names[0]!.path, count: names.length },
    );
  }

  private async namesSaved(
    record: DatasetRecord,
    column: string,
    keyOf: (name: string) => string,
  ): Promise<Set<string>> {
    const mapping = await this.options.files.read(record, column).catch(() => null);
    return new Set(mapping === null ? [] : namesOfData(mapping).map(({ name }) => keyOf(name)));
  }

  private async schema(record: DatasetRecord): Promise<DatasetSchema> {
    const schema = await this.options.versions.schema(record);
    if (schema === null) throw datasetNotReady(record);
    return schema;
  }
}

function columnOf(schema: DatasetSchema, name: string): Column | undefined {
  return schema.columns.find((column) => column.name === name);
}

function requireSame(saved: SavedEntityMapping | null, { column, basedOn }: MappingChange): void {
  if (basedOn == null || basedOn === (saved?.sha256 ?? '')) return;
  throw new ConcentricError(
    'ENTITY_MAPPING_CHANGED',
    `The mapping of column ${JSON.stringify(column)} has changed since it was read${saved === null ? ': it was removed' : ` (saved ${saved.savedAt})`}. Read it again and repeat the change.`,
    { column, basedOn, checksum: saved?.sha256 ?? null },
  );
}
