import { Field, ObjectType } from 'type-graphql';
import { ArtifactContent, ArtifactFormat } from '../src/model/analysis.js';
import { describeEnum } from './describe-enum.js';
import { DateTime } from './scalars.js';

describeEnum(ArtifactFormat, 'ArtifactFormat', 'The kinds of files an analysis can be downloaded as.', {
  JSON: 'The whole analysis, as the API gives it.',
  CSV: 'A tidy table: one row for each period and measure, for each period and entity, or for each row of the data.',
  XLSX: 'A workbook: Summary (one printed page with a chart), Ranking, By period and what else was requested; Method and sources last.',
  PARQUET: 'A table for analytical programs: one row for each period and entity.',
});

describeEnum(ArtifactContent, 'ArtifactContent', 'What a download contains.', {
  ANALYSIS: 'The analysis: JSON, CSV, XLSX.',
  ENTITIES: 'All entities of all periods with rank, value, share and class: CSV, PARQUET.',
  COMPARISON:
    'All entities of both sides of a comparison, of all periods, with rank, value, share and their differences: CSV, PARQUET.',
  ROWS: 'The rows of the data behind a figure, each with its file, sheet, row and cell: CSV, and XLSX as a sheet of the workbook.',
});

@ObjectType({ description: 'A file of an analysis.', simpleResolvers: true })
export class Artifact {
  @Field(() => ArtifactFormat, { description: 'The kind of file.' })
  format!: ArtifactFormat;

  @Field(() => ArtifactContent, { description: 'What it contains.' })
  content!: ArtifactContent;

  @Field(() => String, {
    description:
      'Where to download it, with ranges and ETag. Where keys are set it is signed, and opens the file without a key until expiresAt.',
  })
  url!: string;

  @Field(() => String, { description: 'The name it is saved under.' })
  fileName!: string;

  @Field(() => DateTime, { nullable: true, description: 'When the URL stops working; null where it does not.' })
  expiresAt!: string | null;
}
