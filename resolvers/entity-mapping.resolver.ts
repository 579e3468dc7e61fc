import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { Dataset } from '../schema/dataset.type.js';
import { SaveEntitiesInput } from '../schema/entity-mapping.input.js';
import { DistinctNames, EntityMapping, SaveEntitiesPayload } from '../schema/entity-mapping.type.js';
import { EntityProposalConnection } from '../schema/entity-proposal.type.js';
import type { MappingOfColumn } from '../src/entities/entities.js';
import { mappingCsv } from '../src/entities/mapping-csv.js';
import type { DatasetRecord } from '../src/model/dataset.js';
import { datasetNotReady } from '../src/model/dataset-errors.js';
import type { Context } from './context.js';
import { Costs } from './costs.js';
import { incomingFile } from './incoming-file.js';
import { NeedsRole } from './needs-role.js';
import { connection, pageSize } from './page.js';

@Resolver(() => Dataset)
export class DatasetEntitiesResolver {
  @Costs({ own: 10 })
  @FieldResolver(() => EntityMapping, {
    nullable: true,
    description: 'Which names of a column are one entity, as saved by saveEntities. Null if nothing is saved.',
  })
  entityMapping(
    @Root() dataset: DatasetRecord,
    @Arg('column', () => String, { description: 'A column, by normalized name.' }) column: string,
    @Ctx() { entities }: Context,
  ): Promise<MappingOfColumn | null> {
    return entities.mapping(dataset, column);
  }

  @Costs({ own: 20 })
  @FieldResolver(() => [EntityMapping], {
    nullable: true,
    description: 'The saved mappings of all columns, also of columns that the current version no longer has.',
  })
  entityMappings(@Root() dataset: DatasetRecord, @Ctx() { entities }: Context): Promise<MappingOfColumn[]> {
    return entities.mappings(dataset);
  }

  @Costs({ perItem: { fallback: 20, max: 100 } })
  @FieldResolver(() => EntityProposalConnection, {
    nullable: true,
    description:
      'Names of a column that are probably one entity, those that would move the most value first. Nothing is merged before saveEntities says so; what was merged or refused is not proposed again. None for identifiers and columns of codes.',
  })
  async entityProposals(
    @Root() dataset: DatasetRecord,
    @Arg('column', () => String, { description: 'A text column, by normalized name.' }) column: string,
    @Arg('value', () => String, {
      nullable: true,
      description: 'The column whose sums order the proposals. Default: the number of rows.',
    })
    value: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'The size of the page, 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Continue after this cursor.' }) after: string | null,
    @Ctx() { entities, schemas }: Context,
  ) {
    const schema = await schemas.load(dataset);
    if (schema === null) throw datasetNotReady(dataset);
    const page = { first: pageSize(first ?? 20, 100), after };
    return connection(await entities.proposals(dataset, schema, { column, value }, page));
  }

  @NeedsRole('EDITOR')
  @Mutation(() => SaveEntitiesPayload, {
    nullable: true,
    description:
      'Saves which names of a column are one entity, and which entities belong to a parent. Once it returns, no answer made without it is served. The data does not change.',
  })
  async saveEntities(
    @Arg('input', () => SaveEntitiesInput, { description: 'The dataset, the column and its names.' })
    { id, column, merges, parents, distinct, file, unknownNames, basedOn }: SaveEntitiesInput,
    @Ctx() { entities }: Context,
  ) {
    return entities.save({
      id,
      column,
      merges,
      parents,
      distinct: distinct?.map(({ names }) => names),
      file: file == null ? null : await incomingFile(file),
      allowUnknownNames: unknownNames === 'KEEP',
      basedOn,
    });
  }
}

@Resolver(() => EntityMapping)
export class EntityMappingResolver {
  @FieldResolver(() => Int, { description: 'The number of `parents`.' })
  parentCount(@Root() { parents }: MappingOfColumn): number {
    return parents.length;
  }

  @FieldResolver(() => [DistinctNames], {
    description: 'Proposals that were refused: names that are different entities.',
  })
  distinct(@Root() { distinct }: MappingOfColumn): DistinctNames[] {
    return distinct.map((names) => ({ names }));
  }

  @FieldResolver(() => String, {
    description:
      'Merges and parents as CSV with the columns name, entity, parent; saveEntities reads it back as `file`. Names that a spreadsheet would run as a formula begin with an apostrophe.',
  })
  csv(@Root() mapping: MappingOfColumn): string {
    return mappingCsv(mapping);
  }
}
