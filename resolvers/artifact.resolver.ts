import { Arg, Ctx, FieldResolver, Float, Resolver, Root } from 'type-graphql';
import { EntityKeyInput, RowFilter, SegmentKeyInput } from '../schema/analysis.input.js';
import { Analysis } from '../schema/analysis.type.js';
import { Artifact } from '../schema/artifact.type.js';
import { artifactName } from '../src/artifact/artifact-name.js';
import * as model from '../src/model/analysis.js';
import { ConcentricError } from '../src/model/errors.js';
import type { Figure } from '../src/model/figure-rows.js';
import { otherRecord } from './comparison.resolver.js';
import type { Context } from './context.js';
import { Costs } from './costs.js';
import { versionOf } from './version-of-analysis.js';

/** An artifact whose file is only opened if its size or its checksum is selected. */
interface ArtifactSource extends Artifact {
  analysis: model.Analysis;
  file: model.DownloadedFile;
  /** Of files of rows. */
  figure: Figure | null;
}

const FILES = {
  ANALYSIS: { JSON: 'JSON', CSV: 'CSV', XLSX: 'XLSX' },
  ENTITIES: { CSV: 'ENTITIES_CSV', PARQUET: 'ENTITIES_PARQUET' },
  COMPARISON: { CSV: 'COMPARISON_CSV', PARQUET: 'COMPARISON_PARQUET' },
  ROWS: { CSV: 'ROWS_CSV', XLSX: 'ROWS_XLSX' },
} satisfies Record<model.ArtifactContent, Partial<Record<model.ArtifactFormat, model.DownloadedFile>>>;

@Resolver(() => Analysis)
export class AnalysisArtifactsResolver {
  @Costs({ own: 5 })
  @FieldResolver(() => [Artifact], {
    nullable: true,
    description: 'Files to download. They are written when their link, size or checksum is first requested.',
  })
  async artifacts(
    @Root() analysis: model.Analysis,
    @Arg('content', () => model.ArtifactContent, {
      nullable: true,
      defaultValue: 'ANALYSIS',
      description:
        'The analysis (JSON, CSV, XLSX), all of its entities (CSV, PARQUET), those of both sides of its comparison (CSV, PARQUET; none without `compareWith`), or the rows behind a figure (CSV; XLSX: the workbook of the analysis with these rows).',
    })
    wanted: model.ArtifactContent | null,
    @Arg('entity', () => EntityKeyInput, {
      nullable: true,
      description: 'Of ROWS: only those of this entity, as of `rows`.',
    })
    entity: EntityKeyInput | null | undefined,
    @Arg('period', () => String, {
      nullable: true,
      description: 'Of ROWS: only those of this period, as of `rows`. Default: TOTAL, all rows.',
    })
    period: string | null | undefined,
    @Arg('segment', () => SegmentKeyInput, {
      nullable: true,
      description: 'Of ROWS: only those of this segment, as of `rows`.',
    })
    segment: SegmentKeyInput | null | undefined,
    @Arg('where', () => RowFilter, {
      nullable: true,
      description: 'Of ROWS: only those that it selects, as of `rows`.',
    })
    where: RowFilter | null | undefined,
    @Arg('search', () => String, {
      nullable: true,
      description: 'Of ROWS: only those with a cell that contains this text, as of `rows`.',
    })
    search: string | null | undefined,
    @Ctx() context: Context,
  ): Promise<ArtifactSource[]> {
    const { analyses, links } = context;
    const content = wanted ?? 'ANALYSIS';
    const requested = figureOf(content, { entity, period, segment, where, search });
    let figure: Figure | null = null;
    if (requested !== null) {
      const { record, schema } = await versionOf(analysis, context);
      figure = await analyses.requireFigure(record, schema, analysis, requested);
    }
    if (content === 'COMPARISON' && analysis.comparison === undefined) return [];
    // Files of a comparison hold numbers of both sides.
    await otherRecord(analysis, context);
    // Downloads are written from the JSON. If it was removed, it must exist again before a link is given.
    await analyses.artifact(analysis, 'JSON', null);
    const files = Object.entries(FILES[content]) as [model.ArtifactFormat, model.DownloadedFile][];
    return files.map(([format, file]) => ({
      analysis,
      file,
      figure,
      format,
      content,
      fileName: artifactName(analysis, file, figure),
      ...links.artifact(analysis, file, figure),
    }));
  }
}

/** The figure whose rows are wanted; null of other contents. @throws INVALID_INPUT where an argument would be ignored */
function figureOf(
  content: model.ArtifactContent,
  { period, ...selected }: { [Argument in keyof Figure]?: Figure[Argument] | null | undefined },
): Figure | null {
  if (content === 'ROWS') return { ...selected, period: period ?? 'TOTAL' };
  const [argument] = Object.entries({ ...selected, period }).find(([, value]) => value != null) ?? [];
  if (argument === undefined) return null;
  throw new ConcentricError(
    'INVALID_INPUT',
    `"${argument}" selects rows, and "content" is ${content}. Set "content" to ROWS, or leave "${argument}" out.`,
    { argument, content },
  );
}

@Resolver(() => Artifact)
export class ArtifactResolver {
  @Costs({ own: 5 })
  @FieldResolver(() => Float, {
    nullable: true,
    description: 'The size in bytes. Null, with an error, if the file could not be written.',
  })
  async sizeBytes(@Root() { analysis, file, figure }: ArtifactSource, @Ctx() { analyses }: Context): Promise<number> {
    return (await analyses.artifact(analysis, file, figure)).sizeBytes;
  }

  @Costs({ own: 5 })
  @FieldResolver(() => String, {
    nullable: true,
    description: 'The SHA-256 of the file, in hexadecimal. Null, with an error, if the file could not be written.',
  })
  async sha256(@Root() { analysis, file, figure }: ArtifactSource, @Ctx() { analyses }: Context): Promise<string> {
    return (await analyses.artifact(analysis, file, figure)).sha256;
  }
}
