import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Column } from '../schema/column.type.js';
import { Dataset } from '../schema/dataset.type.js';
import { SaveSchemaInput } from '../schema/schema.input.js';
import { SchemaPayload } from '../schema/schema.payload.js';
import { DatasetSchema } from '../schema/schema.type.js';
import { availableRoles } from '../src/catalog/column-roles.js';
import { recordOfVersion } from '../src/catalog/kept-versions.js';
import type { DatasetRecord } from '../src/model/dataset.js';
import { datasetNotReady } from '../src/model/dataset-errors.js';
import type * as model from '../src/model/schema.js';
import { ColumnRole, labelOf } from '../src/model/schema.js';
import type { Context } from './context.js';
import { NeedsRole } from './needs-role.js';
import { OfVersion } from './of-version.js';
import { schemaOf } from './schema-of.js';

@Resolver(() => Dataset)
export class SchemaResolver {
  @FieldResolver(() => DatasetSchema, {
    nullable: true,
    description: 'The meaning of the columns. Null until the dataset is READY.',
  })
  async schema(
    @Root() dataset: DatasetRecord,
    @OfVersion() version: number | null,
    @Ctx() context: Context,
  ): Promise<model.DatasetSchema | null> {
    return schemaOf(recordOfVersion(dataset, version), dataset, context);
  }

  @NeedsRole('EDITOR')
  @Mutation(() => SchemaPayload, {
    nullable: true,
    description:
      'Overrides what was detected: roles, labels, descriptions, time columns, period grain. The data does not change.',
  })
  async saveSchema(
    @Arg('input', () => SaveSchemaInput, { description: 'The dataset and what to change.' })
    { id, columns, periodGrain, timeColumns }: SaveSchemaInput,
    @Ctx() { catalog, schemas }: Context,
  ) {
    const dataset = await catalog.saveSchema(id, {
      columns,
      periodGrain,
      timeColumns,
    });
    const schema = await schemas.load(dataset);
    if (schema === null) throw datasetNotReady(dataset);
    return { dataset, schema };
  }
}

@Resolver(() => Column)
export class ColumnResolver {
  @FieldResolver(() => String, {
    description: 'What to call it on a page: the label that saveSchema gave it, else its header, else its name.',
  })
  label(@Root() column: model.Column): string {
    return labelOf(column);
  }

  @FieldResolver(() => [ColumnRole], {
    description: 'The roles that its values allow. For others read it differently first, with `options.columns`.',
  })
  availableRoles(@Root() column: model.Column): model.ColumnRole[] {
    return availableRoles(column);
  }
}
