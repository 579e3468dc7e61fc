import type { FileUpload } from 'graphql-upload-minimal';
import { Field, ID, InputType, Int } from 'type-graphql';
import { ColumnType, DateOrder, DecimalMark, NumberScale, SubtotalHandling } from '../src/model/dataset.js';
import { describeEnum } from './describe-enum.js';
import { Upload } from './scalars.js';

describeEnum(DateOrder, 'DateOrder', 'The order of the parts of a date.', {
  MDY: 'Month first: 12/31/2024.',
  DMY: 'Day first: 31/12/2024.',
  YMD: 'Year first: 24/12/31. A year of four digits that comes first needs no saying.',
});

describeEnum(DecimalMark, 'DecimalMark', 'What stands before the fraction of a number.', {
  POINT: '1,234.56',
  COMMA: '1.234,56',
});

describeEnum(ColumnType, 'ColumnType', 'What the cells of a column are to be read as.', {
  TEXT: 'Text: every cell as it is in the file, without white space at its edges. `00123`, `1E5`, `1.10` and `N/A` stay.',
  NUMBER: 'Numbers. Cells that are none become null, are counted and listed in `rejected`.',
  DATE: 'Days, with or without a time. `20240131` and serial numbers of spreadsheets are dates too.',
  PERIOD: 'Years, quarters or months. `2024` and `202403` are periods too.',
  BOOLEAN: 'Words for yes or no.',
  IGNORE: 'The column is left out of the data and of the schema.',
});

describeEnum(NumberScale, 'NumberScale', 'The unit that the numbers of a column are written in.', {
  HUNDREDTHS: 'Hundredths, such as cents: every number is divided by 100.',
  THOUSANDS: 'Thousands: every number is multiplied by 1,000.',
  MILLIONS: 'Millions: every number is multiplied by 1,000,000.',
  BILLIONS: 'Billions: every number is multiplied by 1,000,000,000.',
});

describeEnum(SubtotalHandling, 'SubtotalHandling', 'What to do with rows that hold the sums of other rows.', {
  KEEP: 'They stay in the data, so that what they sum counts twice. A warning names them.',
  LEAVE_OUT:
    'They are left out, counted and named where their numbers are proven to be the sums of the rows above or below.',
});

@InputType({ description: 'How to read one column. What is not given is detected.' })
export class ColumnOptions {
  @Field(() => String, {
    description: 'The name of the column, or its header; what normalizes to its name finds it too.',
  })
  name!: string;

  @Field(() => ColumnType, {
    nullable: true,
    description: 'What its cells are. Error TYPE_NOT_AVAILABLE where no cell is of that type.',
  })
  type?: ColumnType | null;

  @Field(() => DecimalMark, { nullable: true, description: 'For its numbers; before `options.decimalMark`.' })
  decimalMark?: DecimalMark | null;

  @Field(() => DateOrder, { nullable: true, description: 'For its dates; before `options.dateOrder`.' })
  dateOrder?: DateOrder | null;

  @Field(() => NumberScale, {
    nullable: true,
    description: 'The unit of its numbers. Percentages and cells that state their own (`5k`) stay as they are.',
  })
  scale?: NumberScale | null;
}

@InputType({ description: 'How to read a file. What is not given is detected.' })
export class NormalizationOptions {
  @Field(() => String, {
    nullable: true,
    description: 'XLSX: name of the sheet; default the first visible sheet that holds a table.',
  })
  sheet?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'XLSX: names of sheets that are parts of one table, such as a month each: their rows are stacked. `["*"]` for all visible sheets with the same columns. Not beside sheet.',
  })
  sheets?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Row of the header, counted from 1; default detected.' })
  headerRow?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Text files: which of several tables that stand below each other, counted from 1; default the first.',
  })
  table?: number | null;

  @Field(() => String, { nullable: true, description: 'Text files: what separates the cells; default detected.' })
  delimiter?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Text files: encoding such as utf-8 or windows-1252; default detected.',
  })
  encoding?: string | null;

  @Field(() => DateOrder, { nullable: true, description: 'For dates such as 03/04/2024; default detected per column.' })
  dateOrder?: DateOrder | null;

  @Field(() => DecimalMark, { nullable: true, description: 'For numbers such as 1,234; default detected per column.' })
  decimalMark?: DecimalMark | null;

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: 'Columns named as periods become rows.' })
  unpivot?: boolean | null;

  @Field(() => SubtotalHandling, {
    nullable: true,
    description:
      'What to do with rows that are proven to be sums of other rows: totals and subtotals, averages and counts of rows, and percentages beside them. Default: LEAVE_OUT.',
  })
  subtotals?: SubtotalHandling | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Columns, by name or header, whose blank cells take the value above: for reports that write a group’s name once.',
  })
  fillDown?: string[] | null;

  @Field(() => [ColumnOptions], {
    nullable: true,
    description:
      'Corrections of single columns, each named once. Left out: those of the current version stay, and what does not fit a new file is skipped with CORRECTION_SKIPPED. An empty list removes them.',
  })
  columns?: ColumnOptions[] | null;
}

const idempotencyDescription =
  'A key of your choice, 1 to 200 visible characters. The same request with the same key within 24 hours returns the same dataset and reads no second file; another request with it fails with IDEMPOTENCY_CONFLICT.';

const filesDescription =
  'Several files that are parts of one table, such as a month each: their rows are stacked. Columns meet by their header; what a file does not have is null in its rows. A column `source` names the file of each row. At most 100.';

const allowDuplicateDescription =
  'Accept two files with the same rows. Otherwise they are refused with DUPLICATE_SOURCE, because they would count twice.';

const waitDescription = 'Answer when the dataset is READY or FAILED; where false, as soon as the file is safe on disk.';

@InputType({ description: 'A new dataset from a file, or from several.' })
export class UploadDatasetInput {
  @Field(() => Upload, { nullable: true, description: 'CSV, TSV, XLSX or Parquet. Either this or files.' })
  file?: Promise<FileUpload> | null;

  @Field(() => [Upload], { nullable: true, description: filesDescription })
  files?: Promise<FileUpload>[] | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: allowDuplicateDescription })
  allowDuplicate?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Name of the dataset; default the file’s.' })
  name?: string | null;

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: waitDescription })
  wait?: boolean | null;

  @Field(() => NormalizationOptions, { nullable: true, description: 'How to read the file.' })
  options?: NormalizationOptions | null;

  @Field(() => String, { nullable: true, description: idempotencyDescription })
  idempotencyKey?: string | null;
}

@InputType({ description: 'A new version of a dataset from a new file, or several.' })
export class ReplaceDatasetInput {
  @Field(() => ID, { description: 'The dataset.' })
  id!: string;

  @Field(() => Upload, { nullable: true, description: 'CSV, TSV, XLSX or Parquet. Either this or files.' })
  file?: Promise<FileUpload> | null;

  @Field(() => [Upload], { nullable: true, description: filesDescription })
  files?: Promise<FileUpload>[] | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: allowDuplicateDescription })
  allowDuplicate?: boolean | null;

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: waitDescription })
  wait?: boolean | null;

  @Field(() => NormalizationOptions, { nullable: true, description: 'How to read the file.' })
  options?: NormalizationOptions | null;

  @Field(() => String, { nullable: true, description: idempotencyDescription })
  idempotencyKey?: string | null;
}

@InputType({ description: 'More files for a dataset.' })
export class AppendToDatasetInput {
  @Field(() => ID, { description: 'The dataset.' })
  id!: string;

  @Field(() => Upload, { nullable: true, description: 'CSV, TSV, XLSX or Parquet. Either this or files.' })
  file?: Promise<FileUpload> | null;

  @Field(() => [Upload], { nullable: true, description: filesDescription })
  files?: Promise<FileUpload>[] | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: allowDuplicateDescription })
  allowDuplicate?: boolean | null;

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: waitDescription })
  wait?: boolean | null;

  @Field(() => NormalizationOptions, {
    nullable: true,
    description: 'How to read all files of the dataset; default as they were read before.',
  })
  options?: NormalizationOptions | null;

  @Field(() => String, { nullable: true, description: idempotencyDescription })
  idempotencyKey?: string | null;
}

@InputType({ description: 'A file to leave out of a dataset.' })
export class RemoveSourceInput {
  @Field(() => ID, { description: 'The dataset.' })
  id!: string;

  @Field(() => String, { description: 'The `DatasetSource.name`.' })
  source!: string;

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: waitDescription })
  wait?: boolean | null;
}

@InputType({ description: 'A version to return to.' })
export class RestoreVersionInput {
  @Field(() => ID, { description: 'The dataset.' })
  id!: string;

  @Field(() => Int, { description: 'The `DatasetVersion.version`: an earlier one that is kept.' })
  version!: number;

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: waitDescription })
  wait?: boolean | null;
}

@InputType({ description: 'What to change of a dataset.' })
export class UpdateDatasetInput {
  @Field(() => ID, { description: 'The dataset.' })
  id!: string;

  @Field(() => String, { description: 'The new name, 1 to 200 characters.' })
  name!: string;
}

@InputType({ description: 'A new version of a dataset from the stored files, read with other options.' })
export class NormalizeDatasetInput {
  @Field(() => ID, { description: 'The dataset.' })
  id!: string;

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: waitDescription })
  wait?: boolean | null;

  @Field(() => NormalizationOptions, { description: 'How to read the file.' })
  options!: NormalizationOptions;
}
