import { Arg, Ctx, FieldResolver, Float, Resolver, Root } from 'type-graphql';
import { Analysis } from '../schema/analysis.type.js';
import { Artifact } from '../schema/artifact.type.js';
import { artifactName } from '../src/artifact/artifact-name.js';
import * as model from '../src/model/analysis.js';
import { otherRecord } from './comparison.resolver.js';
import type { Context } from './context.js';
import { Costs } from './costs.js';

/** An artifact whose file is only opened if its size or its checksum is selected. */
interface ArtifactSource extends Artifact {
  analysis: model.Analysis;
  file: model.DownloadedFile;
}

const FILES = {
  ANALYSIS: { JSON: 'JSON', CSV: 'CSV', XLSX: 'XLSX' },
  ENTITIES: { CSV: 'ENTITIES_CSV', PARQUET: 'ENTITIES_PARQUET' },
  COMPARISON: { CSV: 'COMPARISON_CSV', PARQUET: 'COMPARISON_PARQUET' },
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
        'The analysis (JSON, CSV, XLSX), all of its entities (CSV, PARQUET), or those of both sides of its comparison (CSV, PARQUET; none without `compareWith`).',
    })
    wanted: model.ArtifactContent | null,
    @Ctx() context: Context,
  ): Promise<ArtifactSource[]> {
    const { analyses, links } = context;
    const content = wanted ?? 'ANALYSIS';
    if (content === 'COMPARISON' && analysis.comparison === undefined) return [];
    // Files of a comparison hold numbers of both sides.
    await otherRecord(analysis, context);
    // Downloads are written from the JSON. If it was removed, it must exist again before a link is given.
    await analyses.artifact(analysis, 'JSON');
    const files = Object.entries(FILES[content]) as [model.ArtifactFormat, model.DownloadedFile][];
    return files.map(([format, file]) => ({
      analysis,
      file,
      format,
      content,
      fileName: artifactName(analysis, file),
      ...links.artifact(analysis, file),
    }));
  }
}

@Resolver(() => Artifact)
export class ArtifactResolver {
  @Costs({ own: 5 })
  @FieldResolver(() => Float, {
    nullable: true,
    description: 'The size in bytes. Null, with an error, if the file could not be written.',
  })
  async sizeBytes(@Root() { analysis, file }: ArtifactSource, @Ctx() { analyses }: Context): Promise<number> {
    return (await analyses.artifact(analysis, file)).sizeBytes;
  }

  @Costs({ own: 5 })
  @FieldResolver(() => String, {
    nullable: true,
    description: 'The SHA-256 of the file, in hexadecimal. Null, with an error, if the file could not be written.',
  })
  async sha256(@Root() { analysis, file }: ArtifactSource, @Ctx() { analyses }: Context): Promise<string> {
    return (await analyses.artifact(analysis, file)).sha256;
  }
}
