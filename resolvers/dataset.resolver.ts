import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  type NormalizationOptions,
  NormalizeDatasetInput,
  ReplaceDatasetInput,
  UploadDatasetInput,
} from '../schema/dataset.input.js';
import { DatasetPayload, DeletePayload } from '../schema/dataset.payload.js';
import { Dataset, DatasetConnection, DatasetVersion, Preview } from '../schema/dataset.type.js';
import { LineageStep } from '../schema/lineage.type.js';
import { keptVersions, recordOfVersion } from '../src/catalog/kept-versions.js';
import * as model from '../src/model/dataset.js';
import type * as lineage from '../src/model/lineage.js';
import type { Context } from './context.js';
import { Costs } from './costs.js';
import { incomingFile } from './incoming-file.js';
import { NeedsRole } from './needs-role.js';
import { OfVersion } from './of-version.js';
import { connection, pageSize } from './page.js';

@Resolver(() => Dataset)
export class DatasetResolver {
  @Query(() => Dataset, { nullable: true, description: 'A dataset by its id; null where there is none.' })
  dataset(
    @Arg('id', () => ID, { description: 'As uploadDataset gave it.' }) id: string,
    @Arg('atLeastVersion', () => Int, {
      nullable: true,
      description:
        'The answer is at least that new; where this host has not seen it within 2 s, error VERSION_NOT_REACHED.',
    })
    atLeastVersion: number | null,
    @Ctx() { catalog }: Context,
  ): Promise<model.DatasetRecord | null> {
    return atLeastVersion == null ? catalog.get(id) : catalog.getAtLeast(id, atLeastVersion);
  }

  @Costs({ perItem: { fallback: 20, max: 100 } })
  @Query(() => DatasetConnection, { description: 'The datasets there are, page by page.' })
  async datasets(
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'At most that many, 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Go on after this cursor.' }) after: string | null,
    @Arg('search', () => String, { nullable: true, description: 'Part of the name or the file name, in any case.' })
    search: string | null,
    @Arg('orderBy', () => model.DatasetOrder, {
      nullable: true,
      defaultValue: 'NEWEST',
      description: 'What comes first.',
    })
    orderBy: model.DatasetOrder | null,
    @Ctx() { catalog }: Context,
  ) {
    const query = { first: pageSize(first ?? 20, 100), after, search, orderBy: orderBy ?? 'NEWEST' };
    return connection(await catalog.list(query));
  }

  @NeedsRole('EDITOR')
  @Mutation(() => DatasetPayload, {
    description: 'A new dataset from a file. Returns when the dataset is READY or FAILED, unless wait is false.',
  })
  async uploadDataset(
    @Arg('input', () => UploadDatasetInput, { description: 'The file and how to read it.' }) input: UploadDatasetInput,
    @Ctx() { ingestion }: Context,
  ) {
    const file = await incomingFile(input.file);
    const { name, wait } = input;
    return { dataset: await ingestion.upload({ file, name, wait: wait ?? true, options: stated(input.options) }) };
  }

  @NeedsRole('EDITOR')
  @Mutation(() => DatasetPayload, {
    description:
      'A new version of a dataset from a new file: every cached answer about the old one is gone when this returns.',
  })
  async replaceDataset(
    @Arg('input', () => ReplaceDatasetInput, { description: 'The dataset, the file and how to read it.' })
    input: ReplaceDatasetInput,
    @Ctx() { ingestion }: Context,
  ) {
    const file = await incomingFile(input.file);
    const { id, wait } = input;
    return { dataset: await ingestion.replace({ id, file, wait: wait ?? true, options: stated(input.options) }) };
  }

  @NeedsRole('EDITOR')
  @Mutation(() => DatasetPayload, { description: 'Normalizes the stored source file again, with other options.' })
  async normalizeDataset(
    @Arg('input', () => NormalizeDatasetInput, { description: 'The dataset and how to read its file.' })
    { id, wait, options }: NormalizeDatasetInput,
    @Ctx() { ingestion }: Context,
  ) {
    return { dataset: await ingestion.normalize({ id, wait: wait ?? true, options: stated(options) }) };
  }

  @NeedsRole('ADMIN')
  @Mutation(() => DeletePayload, { description: 'Removes a dataset with all its versions and analyses, for good.' })
  async deleteDataset(@Arg('id', () => ID, { description: 'The dataset.' }) id: string, @Ctx() { catalog }: Context) {
    await catalog.delete(id);
    return { id };
  }

  @Costs({ own: 5 })
  @FieldResolver(() => [LineageStep], {
    description: 'How the data came from the file, step by step; empty until READY.',
  })
  async lineage(
    @Root() dataset: model.DatasetRecord,
    @OfVersion() version: number | null,
    @Ctx() { versions }: Context,
  ): Promise<lineage.LineageStep[]> {
    return versions.lineage(recordOfVersion(dataset, version));
  }

  @Costs({ own: 10 })
  @FieldResolver(() => Preview, { description: 'The first rows of the data.' })
  async preview(
    @Root() dataset: model.DatasetRecord,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'How many rows, 1 to 200.' })
    first: number | null,
    @OfVersion() version: number | null,
    @Ctx() { versions }: Context,
  ) {
    return versions.preview(recordOfVersion(dataset, version), pageSize(first ?? 20, 200));
  }

  @Costs({ perItem: { fallback: 20, max: 1000 } })
  @FieldResolver(() => [DatasetVersion], {
    description:
      'The versions that are kept, the current one first: up to KEEP_VERSIONS of them. Empty until READY. What saveSchema changed of a version while it was current stays with it.',
  })
  versions(
    @Root() dataset: model.DatasetRecord,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'At most that many, 1 to 1000.' })
    first: number | null,
  ) {
    return keptVersions(dataset)
      .slice(0, pageSize(first ?? 20, 1000))
      .map(({ publication, ...version }) => ({
        ...version,
        ...{ reason: publication.reason, publishedAt: publication.at },
      }));
  }
}

/** Clients write null for "not said". */
function stated(options: NormalizationOptions | null | undefined): model.NormalizationOptions {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== null));
}
