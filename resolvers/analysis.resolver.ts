import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { AnalysisInput, EntityKeyInput, RowFilter, SegmentKeyInput } from '../schema/analysis.input.js';
import {
  Analysis,
  AnalysisConnection,
  AnalysisParameters,
  AnalysisSuggestion,
  OutsidePeriods,
  PeriodParameters,
} from '../schema/analysis.type.js';
import { Dataset, RowOrder } from '../schema/dataset.type.js';
import { PeriodConcentration } from '../schema/period-concentration.type.js';
import { SourceRowConnection } from '../schema/source-row.type.js';
import { markUncacheable } from '../src/cache/answer-versions.js';
import { recordOfVersion } from '../src/catalog/kept-versions.js';
import type * as model from '../src/model/analysis.js';
import { Measured } from '../src/model/analysis.js';
import { BridgeAgainst } from '../src/model/bridge.js';
import { canonicalJson } from '../src/model/canonical-json.js';
import type { DatasetRecord } from '../src/model/dataset.js';
import { datasetNotFound, datasetNotReady } from '../src/model/dataset-errors.js';
import { EntityLevel } from '../src/model/entity-mapping.js';
import { filterText } from '../src/model/row-filter.js';
import { periodsText } from '../src/period/period-words.js';
import { otherSide } from './comparison.resolver.js';
import type { Context } from './context.js';
import { Costs } from './costs.js';
import { OfVersion } from './of-version.js';
import { connection, pageSize } from './page.js';
import { schemaOf } from './schema-of.js';
import { versionOf } from './version-of-analysis.js';

@Resolver(() => Dataset)
export class DatasetAnalysesResolver {
  @Costs({
    own: 50,
    more: [
      // A second pass over the rows, and up to 52 analyses.
      { argument: 'input', field: 'splitBy', own: 100 },
      // Up to 3,120 further ones.
      { argument: 'input', field: 'segmentPeriods', own: 75 },
      // The analysis of the other side, and the lists of all entities of both.
      { argument: 'input', field: 'compareWith', own: 150 },
      { argument: 'input', field: 'also', own: 10 },
    ],
  })
  @FieldResolver(() => Analysis, {
    nullable: true,
    description:
      'How concentrated a value is. Computed once for each input and version, then stored. Null, with an error, if the dataset cannot answer the question.',
  })
  async analysis(
    @Root() dataset: DatasetRecord,
    @Arg('input', () => AnalysisInput, { description: 'What to analyse.' }) input: AnalysisInput,
    @Ctx() context: Context,
  ): Promise<model.Analysis> {
    const record = recordOfVersion(dataset, input.version);
    const schema = await schemaOf(record, dataset, context);
    if (schema === null) throw datasetNotReady(dataset);
    const other = input.compareWith == null ? undefined : await otherSide(record, schema, input.compareWith, context);
    return context.analyses.run(record, schema, input, other);
  }

  @Costs({ perItem: { fallback: 20, max: 100 } })
  @FieldResolver(() => AnalysisConnection, {
    nullable: true,
    description: 'The analyses stored for a version, newest first.',
  })
  async analyses(
    @Root() dataset: DatasetRecord,
    @OfVersion() version: number | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'The size of the page, 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Continue after this cursor.' }) after: string | null,
    @Ctx() { analyses }: Context,
  ) {
    // A new analysis does not change the revision.
    markUncacheable();
    return connection(
      await analyses.list(recordOfVersion(dataset, version), { first: pageSize(first ?? 20, 100), after }),
    );
  }

  @Costs({ own: 2 })
  @FieldResolver(() => [AnalysisSuggestion], {
    nullable: true,
    description: 'Pairs of columns worth analysing, best first. Empty until the dataset is READY.',
  })
  async suggestions(
    @Root() dataset: DatasetRecord,
    @OfVersion() version: number | null,
    @Ctx() context: Context,
  ): Promise<AnalysisSuggestion[]> {
    const schema = await schemaOf(recordOfVersion(dataset, version), dataset, context);
    return schema === null ? [] : context.suggest(schema);
  }
}

@Resolver(() => AnalysisParameters)
export class AnalysisParametersResolver {
  @FieldResolver(() => Measured, { description: 'Whether a column was added up or rows were counted.' })
  measure(@Root() { measure }: model.AnalysisParameters): Measured {
    return measure ?? 'SUM';
  }

  @FieldResolver(() => [String], {
    description: 'The further columns that are added up, in the order of the data. Empty where there are none.',
  })
  also(@Root() { also }: model.AnalysisParameters): readonly string[] {
    return also ?? [];
  }

  @FieldResolver(() => PeriodParameters, {
    nullable: true,
    description: 'How rows were divided into periods. Null where periods are those of `periodGrain`, all of them.',
  })
  periods(@Root() { periods }: model.AnalysisParameters): PeriodParameters | null {
    if (periods === undefined) return null;
    return {
      from: periods.from ?? null,
      to: periods.to ?? null,
      fiscalYearStart: periods.fiscalYearStart ?? null,
      fiscalYearNamedBy: periods.fiscalYearNamedBy ?? null,
      windowMonths: periods.window?.months ?? null,
      yearToDate: periods.yearToDate ?? false,
    };
  }

  @FieldResolver(() => BridgeAgainst, {
    nullable: true,
    description: 'Which earlier period each period was bridged from. Null: no bridges.',
  })
  bridge(@Root() { bridge }: model.AnalysisParameters): BridgeAgainst | null {
    return bridge ?? null;
  }

  @FieldResolver(() => String, {
    description:
      'How rows were divided into periods, in words: `last 12 months at the end of each month, from 2024-M01 to 2024-M12`.',
  })
  periodsText(@Root() { periodGrain, periods }: model.AnalysisParameters): string {
    return periodsText(periodGrain, periods);
  }

  @FieldResolver(() => EntityLevel, {
    description:
      'At which level the mapping of `saveEntities` was applied. ENTITY where no column of `groupBy` or `splitBy` has a mapping.',
  })
  level(@Root() { level }: model.AnalysisParameters): EntityLevel {
    return level ?? 'ENTITY';
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether names were merged by a mapping that `saveEntities` saved.',
  })
  isMapped(@Root() { mappings }: model.AnalysisParameters): boolean {
    return mappings !== undefined;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The filter in its normal form, as JSON that can be read as a `RowFilter`. Filters that differ only in order, repetition or spelling have the same one. Null if all rows were analysed.',
  })
  where(@Root() { where }: model.AnalysisParameters): string | null {
    return where === undefined ? null : canonicalJson(where);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The filter in words, to show beside the numbers: `region is emea and year is at least 2023`. Shortened if it is long. Null if all rows were analysed.',
  })
  whereText(@Root() { where }: model.AnalysisParameters): string | null {
    return where === undefined ? null : filterText(where);
  }
}

@Resolver(() => Analysis)
export class AnalysisResolver {
  @FieldResolver(() => Dataset, {
    nullable: true,
    description: 'The dataset, in its current state. Null, with an error, if it was deleted meanwhile.',
  })
  async dataset(@Root() analysis: model.Analysis, @Ctx() { catalog }: Context): Promise<DatasetRecord> {
    const dataset = await catalog.get(analysis.datasetId);
    if (dataset === null) throw datasetNotFound(analysis.datasetId);
    return dataset;
  }

  @FieldResolver(() => OutsidePeriods, {
    nullable: true,
    description: 'What `periods.from` and `periods.to` left out. Null where neither is given.',
  })
  outsidePeriods(@Root() { outsidePeriods }: model.Analysis): model.OutsidePeriods | null {
    return outsidePeriods ?? null;
  }

  @FieldResolver(() => PeriodConcentration, {
    description: 'All rows together, with the period TOTAL. Each row counts once, however many windows cover it.',
  })
  total(@Root() analysis: model.Analysis): PeriodSource {
    return periodOf(analysis, analysis.total);
  }

  @FieldResolver(() => [PeriodConcentration], {
    description: 'The periods by time, UNKNOWN last. Empty if the grain is NONE.',
  })
  byPeriod(@Root() analysis: model.Analysis): PeriodSource[] {
    return analysis.byPeriod.map((period) => periodOf(analysis, period));
  }

  @FieldResolver(() => PeriodConcentration, {
    nullable: true,
    description: 'One period of `byPeriod`, or TOTAL, by its key. Null if there is no such period.',
  })
  period(
    @Root() analysis: model.Analysis,
    @Arg('key', () => String, { description: 'A `PeriodConcentration.period`.' }) key: string,
  ): PeriodSource | null {
    const found = [analysis.total, ...analysis.byPeriod].find(({ period }) => period === key);
    return found === undefined ? null : periodOf(analysis, found);
  }

  @Costs({ perItem: { fallback: 20, max: 100 } })
  @FieldResolver(() => SourceRowConnection, {
    nullable: true,
    description:
      'The rows behind a figure, each with its file, sheet, row and cell. Their values add up to the figure exactly: without arguments to `total.total`, with an entity and a period to its value there. Rows without a value are in no figure. Null, with an error, if there is no such entity, period or segment.',
  })
  async rows(
    @Root() analysis: model.Analysis,
    @Arg('entity', () => EntityKeyInput, {
      nullable: true,
      description:
        'The rows of one entity, by its `key`. A null for every column means the rows without an entity (`unassigned`). Default: the rows of all entities and those without one.',
    })
    entity: EntityKeyInput | null,
    @Arg('period', () => String, {
      nullable: true,
      defaultValue: 'TOTAL',
      description: 'A `PeriodConcentration.period` of this analysis. Default: all rows.',
    })
    period: string | null,
    @Arg('segment', () => SegmentKeyInput, {
      nullable: true,
      description:
        'The rows of one segment of `splitBy`: of `Segment.concentration`, with a period of `Segment.byPeriod`, with an entity of its value there. Default: the rows of all segments.',
    })
    segment: SegmentKeyInput | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'The size of the page, 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Continue after this cursor.' }) after: string | null,
    @Arg('skip', () => Int, {
      nullable: true,
      defaultValue: 0,
      description: 'Leave out this many rows before the page, for tables that jump. Not beside `after`.',
    })
    skip: number | null,
    @Arg('where', () => RowFilter, {
      nullable: true,
      description: 'Of these rows only those that it selects; `sum` and `totalCount` are of them. Default: all.',
    })
    where: RowFilter | null,
    @Arg('search', () => String, {
      nullable: true,
      description:
        'Of these rows only those with a cell that contains this text, without regard to case, repeated spaces and Unicode form.',
    })
    search: string | null,
    @Arg('orderBy', () => RowOrder, {
      nullable: true,
      description: 'Default: the order of the data. Not beside `after`.',
    })
    orderBy: RowOrder | null,
    @Ctx() context: Context,
  ) {
    const { record, schema } = await versionOf(analysis, context);
    const figure = { entity, period: period ?? 'TOTAL', segment, where, search };
    const request = { ...figure, orderBy, first: pageSize(first ?? 20, 100), after, skip };
    const { sum, sumExact, ...page } = await context.analyses.rows(record, schema, analysis, request);
    return { ...connection({ ...page, hasPreviousPage: after != null || (skip ?? 0) > 0 }), sum, sumExact };
  }
}

/** A period with the id it has in client caches: `pc_<dataset>_<hash>_<period>`. */
export type PeriodSource = model.PeriodConcentration & { id: string };

function periodOf({ id }: model.Analysis, period: model.PeriodConcentration): PeriodSource {
  return { id: `${id.replace(/^an_/, 'pc_')}_${period.period}`, ...period };
}
