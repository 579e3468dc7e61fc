import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';
import { Dataset } from '../schema/dataset.type.js';
import { DatasetProgress } from '../schema/progress.type.js';
import type { DatasetRecord } from '../src/model/dataset.js';
import { datasetNotFound } from '../src/model/dataset-errors.js';
import type * as model from '../src/model/progress.js';
import type { Context } from './context.js';

@Resolver(() => DatasetProgress)
export class ProgressResolver {
  @Subscription(() => DatasetProgress, {
    description:
      'The progress of an upload, a replacement or a normalization: the current state first, then each step until DONE or FAILED. Send it with `Accept: text/event-stream` (GraphQL over Server-Sent Events, distinct connections mode).',
    subscribe: ({ args, context }: { args: { id: string }; context: Context }) => context.ingestion.follow(args.id),
  })
  datasetProgress(
    @Arg('id', () => ID, { description: 'The dataset.' }) _id: string,
    @Root() progress: model.DatasetProgress,
  ): model.DatasetProgress {
    return progress;
  }

  @FieldResolver(() => Dataset, {
    nullable: true,
    description: 'The dataset at this step. Null, with an error, if it was deleted meanwhile.',
  })
  async dataset(@Root() { datasetId }: model.DatasetProgress, @Ctx() { catalog }: Context): Promise<DatasetRecord> {
    const record = await catalog.get(datasetId);
    if (record === null) throw datasetNotFound(datasetId);
    return record;
  }
}
