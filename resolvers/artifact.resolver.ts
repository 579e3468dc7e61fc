import { Ctx, FieldResolver, Float, Resolver, Root } from 'type-graphql';
import { Analysis } from '../schema/analysis.type.js';
import { Artifact } from '../schema/artifact.type.js';
import { artifactName } from '../src/artifact/artifact-name.js';
import * as model from '../src/model/analysis.js';
import type { Context } from './context.js';
import { Costs } from './costs.js';

/** An artifact whose file is only opened if its size or its checksum is selected. */
interface ArtifactSource extends Artifact {
  analysis: model.Analysis;
}

@Resolver(() => Analysis)
export class AnalysisArtifactsResolver {
  @Costs({ own: 5 })
  @FieldResolver(() => [Artifact], {
    nullable: true,
    description: 'The analysis as files to download: JSON, CSV, XLSX.',
  })
  async artifacts(@Root() analysis: model.Analysis, @Ctx() { analyses, links }: Context): Promise<ArtifactSource[]> {
    // Downloads are written from the JSON. If it was removed, it must exist again before a link is given.
    await analyses.artifact(analysis, 'JSON');
    return Object.values(model.ArtifactFormat).map((format) => ({
      analysis,
      format,
      fileName: artifactName(analysis, format),
      ...links.artifact(analysis, format),
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
  async sizeBytes(@Root() { analysis, format }: ArtifactSource, @Ctx() { analyses }: Context): Promise<number> {
    return (await analyses.artifact(analysis, format)).sizeBytes;
  }

  @Costs({ own: 5 })
  @FieldResolver(() => String, {
    nullable: true,
    description: 'The SHA-256 of the file, in hexadecimal. Null, with an error, if the file could not be written.',
  })
  async sha256(@Root() { analysis, format }: ArtifactSource, @Ctx() { analyses }: Context): Promise<string> {
    return (await analyses.artifact(analysis, format)).sha256;
  }
}
