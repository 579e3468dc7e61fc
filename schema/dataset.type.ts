import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import type * as rows from '../src/model/data-rows.js';
import type * as model from '../src/model/dataset.js';
import { DatasetOrder, DatasetStatus, SourceFormat, VersionReason } from '../src/model/dataset.js';
import { describeEnum } from './describe-enum.js';
import { ErrorCode, type ErrorCodeName } from './error-code.js';
import { Node } from './node.type.js';
import { PageInfo } from './page-info.type.js';
import { DateTime } from './scalars.js';

describeEnum(DatasetStatus, 'DatasetStatus', 'How far a dataset is.', {
  PROCESSING: 'The first file is being read; there is nothing to ask yet.',
  READY: 'It can be analysed. A replacement in progress becomes visible when it is done.',
  FAILED: 'The file could not be read; failure says why. normalizeDataset with other options may help.',
});

describeEnum(SourceFormat, 'SourceFormat', 'The kinds of files that can be read.', {
  CSV: 'Delimited text: commas, semicolons or pipes.',
  TSV: 'Text delimited by tabs.',
  XLSX: 'An Excel workbook (.xlsx, .xlsm).',
  PARQUET: 'Apache Parquet.',
});

describeEnum(DatasetOrder, 'DatasetOrder', 'The order of a list of datasets.', {
  NEWEST: 'Last created first.',
  OLDEST: 'First created first.',
  NAME: 'By name.',
  ROWS: 'Most rows first.',
});

describeEnum(VersionReason, 'VersionReason', 'How a version of a dataset came to be.', {
  UPLOAD: 'By uploadDataset: the first one, from whichever reading of the file succeeded.',
  REPLACE: 'By replaceDataset, from a new file.',
  NORMALIZE: 'By normalizeDataset, from the files of the version before, read again.',
  APPEND: 'By appendToDataset, from the files of the version before and more.',
  REMOVE_SOURCE: 'By removeSource, from the files of the version before without one.',
  RESTORE: 'By restoreVersion, as a copy of an earlier version.',
});

@ObjectType({ description: 'Why the newest file or the newest options could not be read.', simpleResolvers: true })
export class Failure implements model.Failure {
  @Field(() => ErrorCode, { description: 'For programs: the same codes as in `extensions.code` of errors.' })
  code!: ErrorCodeName;

  @Field(() => String, { description: 'What was expected, what came and what to do, for people.' })
  message!: string;
}

@ObjectType({ description: 'The uploaded file and how it was read.', simpleResolvers: true })
export class SourceFile implements model.SourceFile {
  @Field(() => String, { description: 'As the client named it.' })
  fileName!: string;

  @Field(() => SourceFormat, { description: 'The format of the content, whatever extension the name has.' })
  format!: SourceFormat;

  @Field(() => Float, { description: 'Size in bytes.' })
  sizeBytes!: number;

  @Field(() => String, { description: 'SHA-256 of the file, in hex.' })
  sha256!: string;

  @Field(() => String, { nullable: true, description: 'The sheet that was read; null where the format has none.' })
  sheet!: string | null;

  @Field(() => [String], { nullable: true, description: 'All sheets of the workbook; null where the format has none.' })
  sheets!: string[] | null;

  @Field(() => String, { nullable: true, description: 'Encoding of a text file.' })
  encoding!: string | null;

  @Field(() => String, { nullable: true, description: 'What separates the cells of a text file.' })
  delimiter!: string | null;

  @Field(() => Int, { nullable: true, description: 'Row of the header, counted from 1.' })
  headerRow!: number | null;
}

@ObjectType({ description: 'A file of a dataset and how it was read.', simpleResolvers: true })
export class DatasetSource {
  @Field(() => String, {
    description:
      'Unique in the dataset: the file name, with a number where another file has it. The value of the column `source`, of a file with several sheets with the name of the sheet.',
  })
  name!: string;

  @Field(() => String, { description: 'As the client named it.' })
  fileName!: string;

  @Field(() => SourceFormat, { description: 'The format of the content, whatever extension the name has.' })
  format!: model.SourceFormat;

  @Field(() => Float, { description: 'Size in bytes.' })
  sizeBytes!: number;

  @Field(() => String, { description: 'SHA-256 of the file, in hex.' })
  sha256!: string;

  @Field(() => [String], { nullable: true, description: 'The sheets that were read; null where the format has none.' })
  sheetsRead!: string[] | null;

  @Field(() => String, { nullable: true, description: 'Encoding of a text file.' })
  encoding!: string | null;

  @Field(() => String, { nullable: true, description: 'What separates the cells of a text file.' })
  delimiter!: string | null;

  @Field(() => Int, { nullable: true, description: 'Row of the header, counted from 1.' })
  headerRow!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Rows of the file that are rows of the data, before columns named as periods became rows. Null until it was read, and for versions of early releases.',
  })
  rowCount!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was received; null for files of early releases.' })
  addedAt!: string | null;

  @Field(() => Int, { nullable: true, description: 'The version that it came with; null for files of early releases.' })
  addedInVersion!: number | null;
}

@ObjectType({
  implements: Node,
  description: 'An uploaded spreadsheet, read into a typed table.',
  simpleResolvers: true,
})
export class Dataset extends Node {
  @Field(() => String, { description: 'The name it was given, else the file’s.' })
  name!: string;

  @Field(() => DatasetStatus, { description: 'How far it is.' })
  status!: DatasetStatus;

  @Field(() => Int, {
    description:
      'Raised by each mutation that makes a version; pass it as atLeastVersion to read your own write anywhere.',
  })
  version!: number;

  @Field(() => Failure, {
    nullable: true,
    description:
      'Set where status is FAILED, and where the newest replacement or normalization of a READY dataset failed.',
  })
  failure!: Failure | null;

  @Field(() => Int, { nullable: true, description: 'Rows of the data; null until READY.' })
  rowCount!: number | null;

  @Field(() => Int, { nullable: true, description: 'Columns of the data; null until READY.' })
  columnCount!: number | null;

  @Field(() => SourceFile, { description: 'The file it came from; of several the first. All of them are in sources.' })
  source!: SourceFile;

  @Field(() => DateTime, { description: 'When it was first uploaded.' })
  createdAt!: string;

  @Field(() => DateTime, { description: 'When it last changed.' })
  updatedAt!: string;
}

@ObjectType({
  description: 'A version of a dataset that is kept and can be queried by its number.',
  simpleResolvers: true,
})
export class DatasetVersion
  implements Omit<model.KeptVersion, 'publication' | 'overrides' | 'reading' | 'moreSources'>
{
  @Field(() => Int, {
    description: 'Its number: pass it as version to an analysis, to schema, preview, lineage, suggestions or analyses.',
  })
  version!: number;

  @Field(() => VersionReason, { description: 'How it came to be.' })
  reason!: VersionReason;

  @Field(() => DateTime, { description: 'When it became the current one.' })
  publishedAt!: string;

  @Field(() => Int, { description: 'Rows of the data.' })
  rowCount!: number;

  @Field(() => Int, { description: 'Columns of the data.' })
  columnCount!: number;

  @Field(() => SourceFile, { description: 'The file it was read from, and how; of several the first.' })
  source!: SourceFile;

  @Field(() => [DatasetSource], { description: 'All files it was read from.' })
  sources!: DatasetSource[];
}

@ObjectType({ description: 'The first rows of a dataset.', simpleResolvers: true })
export class Preview {
  @Field(() => [String], { description: 'Normalized names, in the order of the cells.' })
  columns!: string[];

  @Field(() => [[String]], {
    description: 'Typed cells as text, dates in ISO form; null where there is no value.',
  })
  rows!: (string | null)[][];
}

@ObjectType({ description: 'A row of the data.', simpleResolvers: true })
export class DataRow implements rows.DataRow {
  @Field(() => Int, { description: 'Its place in the data, from 1, in whatever order the rows are listed.' })
  number!: number;

  @Field(() => [String], {
    nullable: 'items',
    description: 'Typed cells as text, dates in ISO form; null where there is no value.',
  })
  cells!: (string | null)[];
}

@ObjectType({ description: 'A page of the rows of a dataset.', simpleResolvers: true })
export class DataRows implements rows.DataRowsPage {
  @Field(() => [String], { description: 'Normalized names, in the order of the cells.' })
  columns!: string[];

  @Field(() => Int, { description: 'The number of rows that are selected, not of the page alone.' })
  totalCount!: number;

  @Field(() => [DataRow], { description: 'The rows of this page.' })
  nodes!: DataRow[];
}

@InputType({ description: 'The order of rows. Blank cells are last; equal ones are in the order of the data.' })
export class RowOrder {
  @Field(() => String, {
    description: 'The column, by `Column.name`. Texts are ordered without regard to case and accents.',
  })
  column!: string;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'The largest first.' })
  descending?: boolean | null;
}

@ObjectType({ description: 'A dataset in a list.', simpleResolvers: true })
export class DatasetEdge {
  @Field(() => String, { description: 'Where it stands; pass it as after to go on from here.' })
  cursor!: string;

  @Field(() => Dataset, { description: 'The dataset.' })
  node!: Dataset;
}

@ObjectType({ description: 'A page of datasets.', simpleResolvers: true })
export class DatasetConnection {
  @Field(() => [DatasetEdge], { description: 'The datasets of the page with their cursors.' })
  edges!: DatasetEdge[];

  @Field(() => [Dataset], { description: 'The datasets of the page.' })
  nodes!: Dataset[];

  @Field(() => PageInfo, { description: 'Where the page stands.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'Datasets in the whole list.' })
  totalCount!: number;
}
