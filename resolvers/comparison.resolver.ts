import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Analysis, AnalysisParameters } from '../schema/analysis.type.js';
import {
  ComparedEntity,
  ComparedEntityConnection,
  ComparedQuestion,
  Comparison,
  PeriodComparison,
} from '../schema/comparison.type.js';
import { Dataset } from '../schema/dataset.type.js';
import { EntityKey } from '../schema/period-concentration.type.js';
import { analysisId, type OtherSide, ofOtherSide } from '../src/analysis/comparison/compare-request.js';
import { recordOfVersion } from '../src/catalog/kept-versions.js';
import type * as model from '../src/model/analysis.js';
import * as compared from '../src/model/comparison.js';
import type { DatasetRecord } from '../src/model/dataset.js';
import { datasetNotFound, datasetNotReady } from '../src/model/dataset-errors.js';
import type { DatasetSchema } from '../src/model/schema.js';
import type { Context } from './context.js';
import { Costs } from './costs.js';
import { connection, pageSize } from './page.js';
import { keyOf } from './period.resolver.js';
import { schemaOf } from './schema-of.js';

const MAX_MOVERS = 20;

/**
 * The record of the other side of a comparison; null without one. To be called for whatever shows numbers of both sides:
 * the answer then depends on both datasets.
 * @throws DATASET_NOT_FOUND, VERSION_NOT_KEPT
 */
export async function otherRecord(
  { datasetId, datasetVersion, parameters: { compareWith } }: model.Analysis,
  { catalog }: Context,
): Promise<DatasetRecord | null> {
  if (compareWith === undefined) return null;
  const record = await catalog.get(compareWith.datasetId);
  if (record === null) throw datasetNotFound(compareWith.datasetId);
  // The version of the question itself is what this answer is about, even if it was replaced meanwhile.
  const isOwn = compareWith.datasetId === datasetId && compareWith.datasetVersion === datasetVersion;
  if (!isOwn) recordOfVersion(record, compareWith.datasetVersion);
  return record;
}

/**
 * The dataset and version that `compareWith` names; by default those of the question.
 * @throws DATASET_NOT_FOUND, DATASET_NOT_READY, VERSION_NOT_KEPT with the place in the input
 */
export async function otherSide(
  question: DatasetRecord,
  schema: DatasetSchema,
  compareWith: compared.CompareWithRequest,
  context: Context,
): Promise<OtherSide> {
  const { datasetId, version } = compareWith;
  const isSameDataset = datasetId == null || datasetId === question.id;
  if (isSameDataset && (version == null || version === question.version)) return { record: question, schema };
  const argument = version == null ? 'datasetId' : 'version';
  try {
    const dataset = await context.catalog.get(datasetId ?? question.id);
    if (dataset === null) throw datasetNotFound(datasetId ?? question.id);
    const record = recordOfVersion(dataset, version);
    const other = await schemaOf(record, dataset, context);
    if (other === null) throw datasetNotReady(dataset);
    return { record, schema: other };
  } catch (error) {
    throw ofOtherSide(error, compareWith, argument);
  }
}

@Resolver(() => Analysis)
export class AnalysisComparisonResolver {
  @FieldResolver(() => Comparison, {
    nullable: true,
    description:
      'The analysis beside that of `compareWith`. Null without it, and, with an error, where the dataset or the version of the other side is no longer kept.',
  })
  async comparison(@Root() analysis: model.Analysis, @Ctx() context: Context): Promise<ComparisonSource | null> {
    const dataset = await otherRecord(analysis, context);
    return dataset === null || analysis.comparison === undefined
      ? null
      : { ...analysis.comparison, analysis, otherDataset: dataset };
  }
}

type ComparisonSource = model.Comparison & { analysis: model.Analysis; otherDataset: DatasetRecord };

@Resolver(() => Comparison)
export class ComparisonResolver {
  @Costs({ own: 5 })
  @FieldResolver(() => Analysis, {
    nullable: true,
    description:
      'The analysis of the other side, without segments and bridges. Null, with an error, if it cannot be read.',
  })
  other(@Root() { analysis }: ComparisonSource, @Ctx() { analyses }: Context): Promise<model.Analysis> {
    return analyses.otherSide(analysis);
  }

  @FieldResolver(() => Dataset, { description: 'The dataset of the other side.' })
  otherDataset(@Root() { otherDataset }: ComparisonSource): DatasetRecord {
    return otherDataset;
  }

  @FieldResolver(() => [ComparedEntity], {
    nullable: true,
    description:
      'The entities whose share changed most over all periods, the largest change first. Null, with an error, if `first` is out of range.',
  })
  shareMovers(
    @Root() { shareMovers }: ComparisonSource,
    @Arg('first', () => Int, { nullable: true, defaultValue: 10, description: `How many, 1 to ${MAX_MOVERS}.` })
    first: number | null,
  ): compared.ComparedEntity[] {
    return shareMovers.slice(0, pageSize(first ?? 10, MAX_MOVERS));
  }

  @FieldResolver(() => [ComparedEntity], {
    nullable: true,
    description:
      'The entities whose rank changed most over all periods, of those that are among the 50 largest of either side. Null, with an error, if `first` is out of range.',
  })
  rankMovers(
    @Root() { rankMovers }: ComparisonSource,
    @Arg('first', () => Int, { nullable: true, defaultValue: 10, description: `How many, 1 to ${MAX_MOVERS}.` })
    first: number | null,
  ): compared.ComparedEntity[] {
    return rankMovers.slice(0, pageSize(first ?? 10, MAX_MOVERS));
  }

  @Costs({ perItem: { fallback: 20, max: 100 } })
  @FieldResolver(() => ComparedEntityConnection, {
    nullable: true,
    description: 'Every entity of either side in a period, page by page. Null, with an error, if an argument is wrong.',
  })
  async entities(
    @Root() { analysis }: ComparisonSource,
    @Arg('period', () => String, {
      nullable: true,
      defaultValue: 'TOTAL',
      description: 'A `PeriodComparison.period`.',
    })
    period: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'The size of the page, 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, {
      nullable: true,
      description: 'Continue after this cursor of the list with the same arguments.',
    })
    after: string | null,
    @Arg('skip', () => Int, {
      nullable: true,
      defaultValue: 0,
      description: 'Leave out this many entities of the list before the page. Not beside `after`.',
    })
    skip: number | null,
    @Arg('search', () => String, {
      nullable: true,
      description: 'Only names that contain this text, without regard to case, repeated spaces and Unicode form.',
    })
    search: string | null,
    @Arg('presence', () => compared.Presence, {
      nullable: true,
      description: 'Only entities of both sides, or of one side alone. Default: all.',
    })
    presence: compared.Presence | null,
    @Arg('orderBy', () => compared.ComparedOrder, {
      nullable: true,
      defaultValue: 'SHARE_CHANGE',
      description: 'The order of the list.',
    })
    orderBy: compared.ComparedOrder | null,
    @Ctx() { analyses }: Context,
  ) {
    const request = { period, first, after, skip, search, presence, orderBy };
    return connection(await analyses.comparedEntities(analysis, request));
  }
}

@Resolver(() => ComparedEntity)
export class ComparedEntityResolver {
  @FieldResolver(() => EntityKey, { description: 'Identifies the entity, on the side whose name is shown.' })
  key(@Root() entity: compared.ComparedEntity): EntityKey {
    return keyOf(entity);
  }
}

@Resolver(() => AnalysisParameters)
export class ComparedParametersResolver {
  @FieldResolver(() => ComparedQuestion, {
    nullable: true,
    description: 'The other side of the comparison. Null where nothing is compared.',
  })
  compareWith(@Root() { compareWith }: model.AnalysisParameters): ComparedQuestion | null {
    if (compareWith === undefined) return null;
    const { datasetId, datasetVersion, hash } = compareWith;
    return { datasetId, datasetVersion, analysisId: analysisId(datasetId, hash) };
  }
}

@Resolver(() => PeriodComparison)
export class PeriodComparisonResolver {
  @FieldResolver(() => String, {
    description:
      'The period of the other side: another one than `period` where two ranges of equal length are compared, as 2019-Q1 with 2020-Q1.',
  })
  otherPeriod(@Root() { period, otherPeriod }: compared.PeriodComparison): string {
    return otherPeriod ?? period;
  }
}
