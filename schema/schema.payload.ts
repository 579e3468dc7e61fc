import { Field, ObjectType } from 'type-graphql';
import type * as model from '../src/model/schema.js';
import { Dataset } from './dataset.type.js';
import { DatasetSchema } from './schema.type.js';

@ObjectType({ description: 'What saveSchema gives back.', simpleResolvers: true })
export class SchemaPayload {
  @Field(() => Dataset, { description: 'The dataset the schema belongs to.' })
  dataset!: Dataset;

  @Field(() => DatasetSchema, { description: 'The schema with all overrides.' })
  schema!: model.DatasetSchema;
}
