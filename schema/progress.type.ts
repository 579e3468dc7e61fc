import { Field, Float, ObjectType } from 'type-graphql';
import type * as model from '../src/model/progress.js';
import { ProgressStage } from '../src/model/progress.js';
import { Failure } from './dataset.type.js';
import { describeEnum } from './describe-enum.js';

describeEnum(ProgressStage, 'ProgressStage', 'What is done with a file, in this order; the last is DONE or FAILED.', {
  RECEIVING: 'The file arrives, or has arrived and waits its turn (bytesTotal is set then).',
  READING: 'The file becomes a table of text.',
  PROFILING: 'Every column is examined.',
  NORMALIZING: 'The cells are typed and written.',
  WRITING: 'The new version is published.',
  DONE: 'The dataset is READY with what the file holds.',
  FAILED: 'The file could not be read, or did not arrive; failure says why.',
});

@ObjectType({
  description: 'How far the newest reading of a dataset’s file is: an upload, a replacement or a normalization.',
  simpleResolvers: true,
})
export class DatasetProgress implements Omit<model.DatasetProgress, 'datasetId'> {
  @Field(() => ProgressStage, { description: 'What is being done.' })
  stage!: ProgressStage;

  @Field(() => Float, { description: 'Rows of the table; 0 until the file was read.' })
  rowsDone!: number;

  @Field(() => Float, { description: 'Bytes of the file that have arrived.' })
  bytesDone!: number;

  @Field(() => Float, { nullable: true, description: 'Size of the file; null until it has arrived.' })
  bytesTotal!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'How much is done of what follows the arrival of the file, from 0 to 1, never falling; null where it is not known.',
  })
  fraction!: number | null;

  @Field(() => Failure, { nullable: true, description: 'Set where stage is FAILED.' })
  failure!: Failure | null;
}
