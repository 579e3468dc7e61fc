import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { AnalysisInput } from '../schema/analysis.input.js';
import { Analysis, AnalysisConnection, AnalysisSuggestion } from '../schema/analysis.type.js';
import { Artifact } from '../schema/artifact.type.js';
import { Dataset } from '../schema/dataset.type.js';
import { ChangedEntity, EntityShare, PeriodChange, PeriodConcentration } from '../schema/period-concentration.type.js';
import { artifactName } from '../src/artifact/artifact-name.js';
import { markUncacheable } from '../src/cache/answer-versions.js';
import { recordOfVersion } from '../src/catalog/kept-versions.js';
import * as model from '../src/model/analysis.js';
import type { DatasetRecord } from '../src/model/dataset.js';
import { datasetNotFound, datasetNotReady } from '../src/model/dataset-errors.js';
import type { Context } from './context.js';
import { Costs } from './costs.js';
import { OfVersion } from './of-version.js';
import { connection, pageSize } from './page.js';
import { schemaOf } from './schema-of.js';

@Resolver(() => Dataset)
export class DatasetAnalysesResolver {
  @Costs({ own: 50 })
  @FieldResolver(() => Analysis, {
    description: 'How concentrated a value is. Computed once for each input and version, then kept with the version.',
  })
  async analysis(
    @Root() dataset: DatasetRecord,
    @Arg('input', () => AnalysisInput, { description: 'What to analyse.' }) input: AnalysisInput,
    @Ctx() context: Context,
  ): Promise<model.Analysis> {
    const record = recordOfVersion(dataset, input.version);
    const schema = await schemaOf(record, dataset, context);
    if (schema === null) throw datasetNotReady(dataset);
    return context.analyses.run(record, schema, input);
  }

  @Costs({ perItem: { fallback: 20, max: 100 } })
  @FieldResolver(() => AnalysisConnection, { description: 'Analyses stored for a version, newest first.' })
  async analyses(
    @Root() dataset: DatasetRecord,
    @OfVersion() version: number | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'At most that many, 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Go on after this cursor.' }) after: string | null,
    @Ctx() { analyses }: Context,
  ) {
    // An analysis more makes no revision.
    markUncacheable();
    return connection(
      await analyses.list(recordOfVersion(dataset, version), { first: pageSize(first ?? 20, 100), after }),
    );
  }

  @Costs({ own: 2 })
  @FieldResolver(() => [AnalysisSuggestion], {
    description: 'Pairs of columns worth analysing, best first: for people who explore. Empty until READY.',
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

@Resolver(() => Analysis)
export class AnalysisResolver {
  @FieldResolver(() => Dataset, { description: 'The dataset it was made from, as it is now.' })
  async dataset(@Root() analysis: model.Analysis, @Ctx() { catalog }: Context): Promise<DatasetRecord> {
    const dataset = await catalog.get(analysis.datasetId);
    if (dataset === null) throw datasetNotFound(analysis.datasetId);
    return dataset;
  }

  @FieldResolver(() => PeriodConcentration, {
    nullable: true,
    description:
      'One of byPeriod, or TOTAL, by its key: where there are many periods and one is looked at. Null where there is none.',
  })
  period(
    @Root() { total, byPeriod }: model.Analysis,
    @Arg('key', () => String, { description: 'As PeriodConcentration.period gives it.' }) key: string,
  ): model.PeriodConcentration | null {
    return [total, ...byPeriod].find(({ period }) => period === key) ?? null;
  }

  @Costs({ own: 5 })
  @FieldResolver(() => [Artifact], { description: 'The analysis as files to download: JSON, CSV, XLSX.' })
  async artifacts(@Root() analysis: model.Analysis, @Ctx() { analyses, links }: Context): Promise<ArtifactSource[]> {
    // Downloads start from the JSON: where somebody removed it, it comes back before a link to it is given.
    await analyses.artifact(analysis, 'JSON');
    return Object.values(model.ArtifactFormat).map((format) => ({
      ...{ analysis, format, fileName: artifactName(analysis, format) },
      ...links.artifact(analysis, format),
    }));
  }
}

/** An artifact before its file is looked at, which only its size and its checksum need. */
interface ArtifactSource extends Artifact {
  analysis: model.Analysis;
}

@Resolver(() => Artifact)
export class ArtifactResolver {
  @Costs({ own: 5 })
  @FieldResolver(() => Int, { description: 'Size in bytes.' })
  async sizeBytes(@Root() { analysis, format }: ArtifactSource, @Ctx() { analyses }: Context): Promise<number> {
    return (await analyses.artifact(analysis, format)).sizeBytes;
  }

  @Costs({ own: 5 })
  @FieldResolver(() => String, { description: 'SHA-256 of the file, in hex.' })
  async sha256(@Root() { analysis, format }: ArtifactSource, @Ctx() { analyses }: Context): Promise<string> {
    return (await analyses.artifact(analysis, format)).sha256;
  }
}

@Resolver(() => PeriodConcentration)
export class PeriodConcentrationResolver {
  @FieldResolver(() => [EntityShare], { description: 'The largest entities, largest first.' })
  head(
    @Root() period: model.PeriodConcentration,
    @Arg('first', () => Int, { nullable: true, defaultValue: 10, description: 'How many, 1 to 50.' })
    first: number | null,
  ): model.EntityShare[] {
    return period.head.slice(0, pageSize(first ?? 10, 50));
  }
}

@Resolver(() => PeriodChange)
export class PeriodChangeResolver {
  @FieldResolver(() => [ChangedEntity], {
    description:
      'The entities that entered, the largest value first: names for the first of the `entered` there are. Ties stand in the order of their names.',
  })
  enteredEntities(@Root() change: model.PeriodChange, @FirstChanged() first: number | null): model.ChangedEntity[] {
    return change.enteredEntities.slice(0, pageSize(first ?? 10, 20));
  }

  @FieldResolver(() => [ChangedEntity], {
    description:
      'The entities that left, the largest value in the period before first: names for the first of the `left` there are. Ties stand in the order of their names.',
  })
  leftEntities(@Root() change: model.PeriodChange, @FirstChanged() first: number | null): model.ChangedEntity[] {
    return change.leftEntities.slice(0, pageSize(first ?? 10, 20));
  }
}

function FirstChanged() {
  return Arg('first', () => Int, { nullable: true, defaultValue: 10, description: 'How many, 1 to 20.' });
}
