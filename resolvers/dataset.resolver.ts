import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RowFilter } from '../schema/analysis.input.js';
import {
  AppendToDatasetInput,
  NormalizeDatasetInput,
  RemoveSourceInput,
  ReplaceDatasetInput,
  RestoreVersionInput,
  UpdateDatasetInput,
  UploadDatasetInput,
} from '../schema/dataset.input.js';
import { CancelIngestPayload, DatasetPayload, DeletePayload } from '../schema/dataset.payload.js';
import {
  DataRows,
  Dataset,
  DatasetConnection,
  DatasetSource,
  DatasetVersion,
  Preview,
  RowOrder,
} from '../schema/dataset.type.js';
import { LineageStep } from '../schema/lineage.type.js';
import { ReadingOptions } from '../schema/reading-options.type.js';
import { keptVersions, recordOfVersion } from '../src/catalog/kept-versions.js';
import * as model from '../src/model/dataset.js';
import { datasetNotReady } from '../src/model/dataset-errors.js';
import type * as lineage from '../src/model/lineage.js';
import type { Context } from './context.js';
import { Costs } from './costs.js';
import { incomingFiles } from './incoming-file.js';
import { NeedsRole } from './needs-role.js';
import { OfVersion } from './of-version.js';
import { connection, pageSize } from './page.js';
import { givenOptions, readingOptions } from './reading-options.js';

@Resolver(() => Dataset)
export class DatasetResolver {
  @Query(() => Dataset, { nullable: true, description: 'A dataset by its id. Null if it does not exist.' })
  dataset(
    @Arg('id', () => ID, { description: 'The `Dataset.id`.' }) id: string,
    @Arg('atLeastVersion', () => Int, {
      nullable: true,
      description:
        'Answer with this version or a newer one. Error VERSION_NOT_REACHED if this host has not seen it within 2 s.',
    })
    atLeastVersion: number | null,
    @Ctx() { catalog }: Context,
  ): Promise<model.DatasetRecord | null> {
    return atLeastVersion == null ? catalog.get(id) : catalog.getAtLeast(id, atLeastVersion);
  }

  @Costs({ perItem: { fallback: 20, max: 100 } })
  @Query(() => DatasetConnection, { nullable: true, description: 'All datasets, page by page.' })
  async datasets(
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'The size of the page, 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Continue after this cursor.' }) after: string | null,
    @Arg('search', () => String, {
      nullable: true,
      description: 'Part of the name or of the file name. Case and accents do not matter.',
    })
    search: string | null,
    @Arg('orderBy', () => model.DatasetOrder, {
      nullable: true,
      defaultValue: 'NEWEST',
      description: 'The order of the list.',
    })
    orderBy: model.DatasetOrder | null,
    @Ctx() { catalog }: Context,
  ) {
    const query = { first: pageSize(first ?? 20, 100), after, search, orderBy: orderBy ?? 'NEWEST' };
    return connection(await catalog.list(query));
  }

  @NeedsRole('EDITOR')
  @Mutation(() => DatasetPayload, {
    nullable: true,
    description:
      'Creates a dataset from a file, or from several that are parts of one table. Returns when it is READY or FAILED, unless `wait` is false.',
  })
  async uploadDataset(
    @Arg('input', () => UploadDatasetInput, { description: 'The file and how to read it.' }) input: UploadDatasetInput,
    @Ctx() { ingestion, principal: { id: principal } }: Context,
  ) {
    const options = readingOptions(input.options);
    return { dataset: await ingestion.upload({ ...filesRequest(input, principal), name: input.name, options }) };
  }

  @NeedsRole('EDITOR')
  @Mutation(() => DatasetPayload, {
    nullable: true,
    description:
      'Creates a new version of a dataset from a new file, or several, that take the place of all its files. Once it returns, no answer of the old version is served.',
  })
  async replaceDataset(
    @Arg('input', () => ReplaceDatasetInput, { description: 'The dataset, the file and how to read it.' })
    input: ReplaceDatasetInput,
    @Ctx() { ingestion, principal: { id: principal } }: Context,
  ) {
    const options = readingOptions(input.options);
    return { dataset: await ingestion.replace({ ...filesRequest(input, principal), id: input.id, options }) };
  }

  @NeedsRole('EDITOR')
  @Mutation(() => DatasetPayload, {
    nullable: true,
    description:
      'Creates a new version of a dataset from its files and more: next month’s, with the same columns. All of them are read together. If that fails, the dataset stays as it is.',
  })
  async appendToDataset(
    @Arg('input', () => AppendToDatasetInput, { description: 'The dataset and the new files.' })
    input: AppendToDatasetInput,
    @Ctx() { ingestion, principal: { id: principal } }: Context,
  ) {
    const options = input.options == null ? null : readingOptions(input.options);
    return { dataset: await ingestion.append({ ...filesRequest(input, principal), id: input.id, options }) };
  }

  @NeedsRole('EDITOR')
  @Mutation(() => DatasetPayload, {
    nullable: true,
    description: 'Creates a new version of a dataset without one of its files.',
  })
  async removeSource(
    @Arg('input', () => RemoveSourceInput, { description: 'The dataset and the file to leave out.' })
    { id, source, wait }: RemoveSourceInput,
    @Ctx() { ingestion, principal: { id: principal } }: Context,
  ) {
    return { dataset: await ingestion.removeSource({ id, source, wait: wait ?? true, principal }) };
  }

  @NeedsRole('EDITOR')
  @Mutation(() => DatasetPayload, {
    nullable: true,
    description:
      'Makes an earlier version that is kept the current one again, as a new version with the same rows, schema and corrections. Nothing is read again.',
  })
  async restoreVersion(
    @Arg('input', () => RestoreVersionInput, { description: 'The dataset and the version.' })
    { id, version, wait }: RestoreVersionInput,
    @Ctx() { ingestion, principal: { id: principal } }: Context,
  ) {
    return { dataset: await ingestion.restore({ id, version, wait: wait ?? true, principal }) };
  }

  @NeedsRole('EDITOR')
  @Mutation(() => DatasetPayload, {
    nullable: true,
    description: 'Creates a new version of a dataset from its stored files, read with other options.',
  })
  async normalizeDataset(
    @Arg('input', () => NormalizeDatasetInput, { description: 'The dataset and how to read its file.' })
    { id, wait, options }: NormalizeDatasetInput,
    @Ctx() { ingestion, principal: { id: principal } }: Context,
  ) {
    const request = { id, wait: wait ?? true, options: readingOptions(options), principal };
    return { dataset: await ingestion.normalize(request) };
  }

  @NeedsRole('EDITOR')
  @Mutation(() => CancelIngestPayload, {
    nullable: true,
    description:
      'Ends the readings of a dataset that wait or run, on any host. A READY dataset stays at its version; another one becomes FAILED with INGEST_CANCELLED, and its files stay for normalizeDataset.',
  })
  async cancelIngest(@Arg('id', () => ID, { description: 'The dataset.' }) id: string, @Ctx() { ingestion }: Context) {
    const { record, isCancelled } = await ingestion.cancel(id);
    return { dataset: record, cancelled: isCancelled };
  }

  @NeedsRole('EDITOR')
  @Mutation(() => DatasetPayload, {
    nullable: true,
    description: 'Changes the name of a dataset. Its version, its data and its analyses stay as they are.',
  })
  async updateDataset(
    @Arg('input', () => UpdateDatasetInput, { description: 'The dataset and its new name.' })
    { id, name }: UpdateDatasetInput,
    @Ctx() { catalog }: Context,
  ) {
    return { dataset: await catalog.rename(id, name) };
  }

  @NeedsRole('ADMIN')
  @Mutation(() => DeletePayload, {
    nullable: true,
    description: 'Deletes a dataset with all its versions and analyses. This cannot be undone.',
  })
  async deleteDataset(@Arg('id', () => ID, { description: 'The dataset.' }) id: string, @Ctx() { catalog }: Context) {
    await catalog.delete(id);
    return { id };
  }

  @FieldResolver(() => ReadingOptions, {
    nullable: true,
    description:
      'The options the data was read with; pass them to normalizeDataset with what is to change. Null until the dataset is READY.',
  })
  options(@Root() dataset: model.DatasetRecord, @OfVersion() version: number | null): ReadingOptions | null {
    const { reading } = recordOfVersion(dataset, version);
    return reading && givenOptions(reading.options);
  }

  @FieldResolver(() => [DatasetSource], {
    nullable: true,
    description: 'The files that the data was read from, in the order in which their rows were stacked.',
  })
  sources(@Root() dataset: model.DatasetRecord, @OfVersion() version: number | null): DatasetSource[] {
    return model.sourcesOf(recordOfVersion(dataset, version)).map(datasetSource);
  }

  @Costs({ own: 5 })
  @FieldResolver(() => [LineageStep], {
    nullable: true,
    description: 'How the data was made from the file, step by step. Empty until the dataset is READY.',
  })
  async lineage(
    @Root() dataset: model.DatasetRecord,
    @OfVersion() version: number | null,
    @Ctx() { versions }: Context,
  ): Promise<lineage.LineageStep[]> {
    return versions.lineage(recordOfVersion(dataset, version));
  }

  @Costs({ own: 10 })
  @FieldResolver(() => Preview, {
    nullable: true,
    description: 'The first rows of the data. Null, with an error, until the dataset is READY.',
  })
  async preview(
    @Root() dataset: model.DatasetRecord,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'The number of rows, 1 to 200.' })
    first: number | null,
    @OfVersion() version: number | null,
    @Ctx() { versions }: Context,
  ) {
    return versions.preview(recordOfVersion(dataset, version), pageSize(first ?? 20, 200));
  }

  @Costs({ perItem: { fallback: 20, max: 100 } })
  @FieldResolver(() => DataRows, {
    nullable: true,
    description:
      'The rows of the data, filtered, searched and sorted, page by page. Null, with an error, until the dataset is READY.',
  })
  async rows(
    @Root() dataset: model.DatasetRecord,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'The size of the page, 1 to 100.' })
    first: number | null,
    @Arg('skip', () => Int, {
      nullable: true,
      defaultValue: 0,
      description: 'Leave out this many of the selected rows before the page.',
    })
    skip: number | null,
    @Arg('where', () => RowFilter, { nullable: true, description: 'Only the rows that it selects. Default: all.' })
    where: RowFilter | null,
    @Arg('search', () => String, {
      nullable: true,
      description:
        'Only rows with a cell that contains this text, without regard to case, repeated spaces and Unicode form.',
    })
    search: string | null,
    @Arg('orderBy', () => RowOrder, { nullable: true, description: 'Default: the order of the data.' })
    orderBy: RowOrder | null,
    @OfVersion() version: number | null,
    @Ctx() { dataRows, versions }: Context,
  ) {
    const record = recordOfVersion(dataset, version);
    const schema = await versions.schema(record);
    if (schema === null) throw datasetNotReady(record);
    return dataRows.page(record, schema, {
      where,
      search,
      orderBy: orderBy && { column: orderBy.column, descending: orderBy.descending ?? false },
      first: pageSize(first ?? 20, 100),
      skip: skip ?? 0,
    });
  }

  @Costs({ perItem: { fallback: 20, max: 1000 } })
  @FieldResolver(() => [DatasetVersion], {
    nullable: true,
    description:
      'The versions that are kept, the current one first; KEEP_VERSIONS limits their number. Empty until the dataset is READY. A version keeps what saveSchema changed while it was current.',
  })
  versions(
    @Root() dataset: model.DatasetRecord,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 20,
      description: 'The largest number to return, 1 to 1000.',
    })
    first: number | null,
  ) {
    return keptVersions(dataset)
      .slice(0, pageSize(first ?? 20, 1000))
      .map(({ publication, ...version }) => ({
        ...version,
        sources: model.sourcesOf(version).map(datasetSource),
        reason: publication.reason,
        publishedAt: publication.at,
      }));
  }
}

type FilesInput = Pick<AppendToDatasetInput, 'file' | 'files' | 'wait' | 'allowDuplicate' | 'idempotencyKey'>;

function filesRequest(input: FilesInput, principal: string) {
  const { wait, allowDuplicate, idempotencyKey } = input;
  const files = incomingFiles(input);
  return { files, wait: wait ?? true, allowDuplicate: allowDuplicate || undefined, principal, idempotencyKey };
}

function datasetSource(source: model.SourceFile): DatasetSource {
  const { fileName, format, sizeBytes, sha256, sheet, sheetsRead, encoding, delimiter, headerRow } = source;
  return {
    name: model.sourceName(source),
    fileName,
    format,
    sizeBytes,
    sha256,
    sheetsRead: sheetsRead ?? (sheet === null ? null : [sheet]),
    encoding,
    delimiter,
    headerRow,
    rowCount: source.rows ?? null,
    addedAt: source.addedAt ?? null,
    addedInVersion: source.addedIn ?? null,
  };
}
