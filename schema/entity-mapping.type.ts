import { Field, ObjectType } from 'type-graphql';
import type * as model from '../src/model/entity-mapping.js';
import { Dataset } from './dataset.type.js';
import { DateTime } from './scalars.js';

@ObjectType({ description: 'Names that count as one entity.', simpleResolvers: true })
export class EntityMerge implements model.EntityMerge {
  @Field(() => String, { description: 'The name the entity is shown under. It need not occur in the data.' })
  entity!: string;

  @Field(() => [String], { description: 'The other names it has in the data.' })
  names!: string[];
}

@ObjectType({ description: 'An entity that belongs to another, such as a subsidiary.', simpleResolvers: true })
export class EntityParent implements model.EntityParent {
  @Field(() => String, { description: 'The name of a merge, or a name of the data that is not merged.' })
  entity!: string;

  @Field(() => String, { description: 'What it belongs to; may have a parent itself, and need not occur in the data.' })
  parent!: string;
}

@ObjectType({ description: 'Names that were decided to be different entities.', simpleResolvers: true })
export class DistinctNames {
  @Field(() => [String], { description: 'Each is another entity than the others; they are not proposed as one again.' })
  names!: string[];
}

@ObjectType({
  description:
    'Which names of a column are one entity, and which entities belong together. It stays when the file is replaced, and applies to every version that is kept.',
  simpleResolvers: true,
})
export class EntityMapping {
  @Field(() => String, { description: 'The column, by normalized name.' })
  column!: string;

  @Field(() => [EntityMerge], { description: 'Sorted by entity.' })
  merges!: model.EntityMerge[];

  @Field(() => [EntityParent], { description: 'Sorted by entity.' })
  parents!: model.EntityParent[];

  @Field(() => [String], {
    description:
      'Names of merges and entities with a parent that the current version does not contain; all of them if the column is gone.',
  })
  unusedNames!: string[];

  @Field(() => String, {
    description: 'SHA-256 of the mapping: pass it as basedOn to saveEntities to change nothing that others have saved.',
  })
  checksum!: string;

  @Field(() => DateTime, { description: 'When it was saved.' })
  savedAt!: string;
}

@ObjectType({ description: 'What saveEntities gives back.', simpleResolvers: true })
export class SaveEntitiesPayload {
  @Field(() => Dataset, { description: 'The dataset as it is now.' })
  dataset!: Dataset;

  @Field(() => EntityMapping, { nullable: true, description: 'The mapping as it is now; null if it is empty.' })
  mapping!: EntityMapping | null;
}
