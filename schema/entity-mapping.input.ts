import type { FileUpload } from 'graphql-upload-minimal';
import { Field, ID, InputType } from 'type-graphql';
import { describeEnum } from './describe-enum.js';
import { Upload } from './scalars.js';

const UnknownNames = { REFUSE: 'REFUSE', KEEP: 'KEEP' } as const;
type UnknownNames = keyof typeof UnknownNames;

describeEnum(UnknownNames, 'UnknownNames', 'What to do with names that do not occur in the data.', {
  REFUSE: 'Error ENTITY_NAME_UNKNOWN with the nearest name, unless the name was saved before.',
  KEEP: 'They are saved, for files that will bring them.',
});

@InputType({ description: 'Names that count as one entity.' })
export class EntityMergeInput {
  @Field(() => String, { description: 'The name to show the entity under: one of its names, or a new one.' })
  entity!: string;

  @Field(() => [String], { description: 'The names it has in the data. Case, spaces and width do not matter.' })
  names!: string[];
}

@InputType({ description: 'An entity that belongs to another.' })
export class EntityParentInput {
  @Field(() => String, { description: 'The name of a merge, or a name of the data that is not merged.' })
  entity!: string;

  @Field(() => String, { description: 'What it belongs to: another entity, or a new name.' })
  parent!: string;
}

@InputType({ description: 'Names that are different entities.' })
export class DistinctNamesInput {
  @Field(() => [String], { description: 'Two or more names; no two of them are proposed as one again.' })
  names!: string[];
}

@InputType({
  description:
    'What people know about the names of a column. Each list replaces the saved one; a list that is left out stays; [] clears it.',
})
export class SaveEntitiesInput {
  @Field(() => ID, { description: 'The dataset.' })
  id!: string;

  @Field(() => String, { description: 'A text column, by normalized name.' })
  column!: string;

  @Field(() => [EntityMergeInput], { nullable: true, description: 'All merges of the column.' })
  merges?: EntityMergeInput[] | null;

  @Field(() => [EntityParentInput], { nullable: true, description: 'All parents. Circles are refused.' })
  parents?: EntityParentInput[] | null;

  @Field(() => [DistinctNamesInput], { nullable: true, description: 'All refused proposals.' })
  distinct?: DistinctNamesInput[] | null;

  @Field(() => Upload, {
    nullable: true,
    description:
      'Instead of merges and parents: a CSV, TSV or XLSX file with the columns name, entity, parent in its first row. A blank entity is the name itself.',
  })
  file?: Promise<FileUpload> | null;

  @Field(() => UnknownNames, {
    nullable: true,
    defaultValue: 'REFUSE',
    description: 'What to do with names that do not occur in the data.',
  })
  unknownNames?: UnknownNames | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The EntityMapping.checksum that the change is based on, or "" for none: error ENTITY_MAPPING_CHANGED if it is another by now.',
  })
  basedOn?: string | null;
}
