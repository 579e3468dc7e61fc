import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Dataset } from './dataset.type.js';

@ObjectType({
  description: 'What the mutations that make a version give back.',
  simpleResolvers: true,
})
export class DatasetPayload {
  @Field(() => Dataset, { description: 'The dataset as it is now.' })
  dataset!: Dataset;
}

@ObjectType({ description: 'What cancelIngest gives back.', simpleResolvers: true })
export class CancelIngestPayload {
  @Field(() => Dataset, { description: 'The dataset as it is now.' })
  dataset!: Dataset;

  @Field(() => Boolean, {
    description:
      'Whether a reading was ended; false where none waited or ran, for example because it had just finished.',
  })
  cancelled!: boolean;
}

@ObjectType({ description: 'What deleteDataset gives back.', simpleResolvers: true })
export class DeletePayload {
  @Field(() => ID, { description: 'The dataset that is no more.' })
  id!: string;
}

@ObjectType({ description: 'What invalidateDataset gives back.', simpleResolvers: true })
export class InvalidatePayload {
  @Field(() => ID, { description: 'The dataset.' })
  id!: string;

  @Field(() => Int, { description: 'Cached answers that were dropped.' })
  invalidated!: number;
}
