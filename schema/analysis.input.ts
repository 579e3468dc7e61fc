import { Field, Float, ID, InputType, Int } from 'type-graphql';
import type * as model from '../src/model/analysis.js';
import { Blanks, EntityMatching, Measured } from '../src/model/analysis.js';
import { BridgeAgainst } from '../src/model/bridge.js';
import type * as comparison from '../src/model/comparison.js';
import { EntityLevel } from '../src/model/entity-mapping.js';
import type { SegmentKey } from '../src/model/figure-rows.js';
import { FiscalYearNamedBy } from '../src/model/period-rules.js';
import type * as rowFilter from '../src/model/row-filter.js';
import { PeriodGrain } from '../src/model/schema.js';
import { SegmentKind } from '../src/model/segment.js';
import { describeEnum } from './describe-enum.js';

describeEnum(EntityMatching, 'EntityMatching', 'When two texts are the same entity.', {
  FOLDED:
    'Texts that differ only in letter case, white space or Unicode form are one entity, shown in the spelling of the largest sum. Columns with the role IDENTIFIER and columns of codes are matched exactly.',
  EXACT: 'Only the same text is the same entity.',
});

describeEnum(Measured, 'Measure', 'What is analysed.', {
  SUM: 'The sum of a column: `value`.',
  COUNT: 'The number of rows: of orders, of invoices, of claims.',
});

describeEnum(Blanks, 'Blanks', 'What rows without an entity are.', {
  APART:
    'No entity: they count in the total, which shares are of, and are shown in `unassigned`. HHI, effective entities, Gini and the Lorenz curve are of the other rows.',
  ENTITY: 'One entity, `(blank)`, as any other.',
});

describeEnum(EntityLevel, 'EntityLevel', 'Which entity a row counts for.', {
  ENTITY: 'The one that its name is merged into, or its name.',
  PARENT: 'The topmost parent of that one, or itself where it has none.',
});

describeEnum(FiscalYearNamedBy, 'FiscalYearNamedBy', 'Which calendar year names a fiscal year.', {
  END: 'The one in which it ends: April 2024 to March 2025 is FY2025.',
  START: 'The one in which it starts: April 2024 to March 2025 is FY2024.',
});

@InputType({ description: 'A rolling window of months.' })
export class WindowInput {
  @Field(() => Int, {
    description:
      'The length in months, 1 to 120: 12 for the last twelve months. A multiple of the length of a period: of 3 by quarter, of 12 by year.',
  })
  months!: number;
}

@InputType({ description: 'How time is divided into periods.' })
export class PeriodInput implements model.PeriodRequest {
  @Field(() => PeriodGrain, {
    nullable: true,
    description:
      'The length of a period: one of `Schema.periodGrainCandidates`, or NONE. Default: `Schema.periodGrain`.',
  })
  grain?: PeriodGrain | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The first period of the answer, by its key: `2024-M01`. A longer one means its first part: `2024`, `2024-Q2`, `FY2025`. Rows of no period of the answer are not analysed, as if filtered: TOTAL is the total of the range, and `Analysis.outsidePeriods` counts what was left out, rows without a period included.',
  })
  from?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The last period of the answer, by its key. A longer one means its last part.',
  })
  to?: string | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 1,
    description:
      'The month in which years start, 1 to 12. From 2 on years and quarters are fiscal: `FY2025`, `FY2025-Q1`; months and days are the same in every year. An error where the column has fiscal periods already, has years only, or has quarters that do not align.',
  })
  fiscalYearStart?: number | null;

  @Field(() => FiscalYearNamedBy, {
    nullable: true,
    defaultValue: 'END',
    description: 'Which calendar year names a fiscal year.',
  })
  fiscalYearNamedBy?: FiscalYearNamedBy | null;

  @Field(() => WindowInput, {
    nullable: true,
    description:
      'Rolling windows, one at the end of each month (quarter, year): with 12 months `LTM 2024-M03` is April 2023 to March 2024. Each is compared with the window before it that does not overlap. A row counts in every window that covers it, once in TOTAL.',
  })
  window?: WindowInput | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'Each period is the year, or fiscal year, to date: `YTD 2024-M03` is January to March 2024, compared with `YTD 2023-M03`. For months and quarters.',
  })
  yearToDate?: boolean | null;
}

@InputType({
  description:
    'A condition on rows: exactly one of `and`, `or`, `not` and `column`. Beside `column` at least one operator; several must all be true. Values are strings, read by the type of the column: numbers with a decimal point, ISO dates and times, `true` or `false`, text without regard to case and repeated spaces (columns with the role IDENTIFIER: exactly). A blank cell fulfils only `isBlank: true`, `notIn` and `not`. At most 5 levels, 100 conditions and 1,000 values.',
})
export class RowFilter implements rowFilter.RowFilter {
  @Field(() => [RowFilter], { nullable: true, description: 'All of these conditions are true.' })
  and?: RowFilter[] | null;

  @Field(() => [RowFilter], { nullable: true, description: 'At least one of these conditions is true.' })
  or?: RowFilter[] | null;

  @Field(() => RowFilter, { nullable: true, description: 'This condition is false.' })
  not?: RowFilter | null;

  @Field(() => String, { nullable: true, description: 'The column that the operators test, by `Column.name`.' })
  column?: string | null;

  @Field(() => [String], { nullable: true, description: 'The cell equals one of these values.' })
  in?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The cell equals none of these values. Includes blank cells.',
  })
  notIn?: string[] | null;

  @Field(() => String, { nullable: true, description: 'The cell equals this value.' })
  eq?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The cell is greater than this number, or later than this date or time.',
  })
  gt?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The cell is this number, date or time, or greater or later.',
  })
  gte?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The cell is less than this number, or earlier than this date or time.',
  })
  lt?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The cell is this number, date or time, or less or earlier.',
  })
  lte?: string | null;

  @Field(() => String, { nullable: true, description: 'The cell contains this text. Only for columns of text.' })
  contains?: string | null;

  @Field(() => String, { nullable: true, description: 'The cell starts with this text. Only for columns of text.' })
  startsWith?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'The cell is blank (true) or not (false).' })
  isBlank?: boolean | null;
}

@InputType({ description: 'Identifies an entity, as `EntityKey` does in results.' })
export class EntityKeyInput implements model.EntityKey {
  @Field(() => [String], {
    nullable: 'items',
    description: 'One value for each column of `groupBy`, in that order. Null is a blank cell.',
  })
  parts!: (string | null)[];
}

@InputType({ description: 'Identifies a segment of `splitBy`, as `Segment.kind` and `Segment.name` do in results.' })
export class SegmentKeyInput implements SegmentKey {
  @Field(() => SegmentKind, {
    defaultValue: 'VALUE',
    description: 'VALUE for one of the values, which `name` gives; OTHER and UNASSIGNED have no name.',
  })
  kind!: SegmentKind;

  @Field(() => String, { nullable: true, description: 'The value, in any spelling that counts for it.' })
  name?: string | null;
}

@InputType({ description: 'A range of periods.' })
export class PeriodRangeInput {
  @Field(() => String, {
    nullable: true,
    description: 'The first period, as `PeriodInput.from`. Default: the first there is.',
  })
  from?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The last period, as `PeriodInput.to`. Default: the last there is.',
  })
  to?: string | null;
}

@InputType({
  description:
    'The other side of a comparison: what differs from the question. What is given replaces that field of the question; everything else is the same on both sides, also `only`, `exclude`, `level` and the length of periods.',
})
export class CompareWithInput implements comparison.CompareWithRequest {
  @Field(() => ID, { nullable: true, description: 'Another dataset. Default: the same.' })
  datasetId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'A version, one of `Dataset.versions`. Default: that of the question; of another dataset the current one.',
  })
  version?: number | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The columns of the entities where they have other names: one for each of `groupBy`, in that order.',
  })
  groupBy?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Another column of amounts: `budget` beside `actual`. The comparison says that they differ.',
  })
  value?: string | null;

  @Field(() => RowFilter, { nullable: true, description: 'Another filter, instead of that of the question.' })
  where?: RowFilter | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'All rows, without the filter of the question. Not together with `where`.',
  })
  allRows?: boolean | null;

  @Field(() => PeriodRangeInput, {
    nullable: true,
    description: 'Another range of periods, instead of that of the question: `{ from: "2023", to: "2023" }`.',
  })
  periods?: PeriodRangeInput | null;
}

@InputType({ description: 'The question an analysis answers: which entities make up how much of which value.' })
export class AnalysisInput implements model.AnalysisRequest {
  @Field(() => [String], {
    description:
      'The column whose values are the entities, by `Column.name`. With 2 to 4 columns an entity is the combination of their values.',
  })
  groupBy!: string[];

  @Field(() => Measured, {
    nullable: true,
    defaultValue: 'SUM',
    description:
      'Whether amounts are added up or rows are counted. COUNT counts every row, whatever is in its other columns; its total is a number of rows, and each `value` of the answer is one.',
  })
  measure?: Measured | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The column of amounts to add up, by `Column.name`. Needed for SUM. An error with COUNT: to count the rows that have something in a column, filter them with `isBlank: false`.',
  })
  value?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Up to 5 further columns of amounts to add up for the same entities, by `Column.name`: the margin beside the revenue. They change no rank, share or row: each `also` of the answer has their sums over the rows of its figure. Each costs more.',
  })
  also?: string[] | null;

  @Field(() => PeriodInput, {
    nullable: true,
    description: 'How time is divided into periods: their length, range, fiscal years, rolling windows, years to date.',
  })
  periods?: PeriodInput | null;

  @Field(() => PeriodGrain, {
    nullable: true,
    description: 'Short for `periods: { grain: … }`. An error if both are given and differ.',
  })
  periodGrain?: PeriodGrain | null;

  @Field(() => [Float], {
    nullable: true,
    defaultValue: [10, 20, 50],
    description: 'Percentages: 1 to 10 numbers, each above 0 and at most 100. Sorted; duplicates are dropped.',
  })
  thresholds?: number[] | null;

  @Field(() => [Int], {
    nullable: true,
    defaultValue: [1, 5, 10],
    description: 'Numbers of largest entities: 1 to 10 numbers, each from 1 to 1000. Sorted; duplicates are dropped.',
  })
  topN?: number[] | null;

  @Field(() => [Float], {
    nullable: true,
    description:
      'Concentration limits in percent of the total: which entities are above, and by how much. 1 to 10 numbers, each above 0 and at most 100. Default: none.',
  })
  limits?: number[] | null;

  @Field(() => [Float], {
    nullable: true,
    defaultValue: [80, 95],
    description:
      'The cumulative shares at which classes of entities end, in percent: A has the fewest of the largest that reach the first, B the further ones that reach the next, the last class all others. 1 to 10 numbers, each above 0 and at most 100.',
  })
  classes?: number[] | null;

  @Field(() => RowFilter, {
    nullable: true,
    description:
      'Analyse only the rows that it selects. Default: all rows. If it selects none, the analysis has no rows; that is not an error.',
  })
  where?: RowFilter | null;

  @Field(() => EntityMatching, {
    nullable: true,
    defaultValue: 'FOLDED',
    description: 'When two texts are the same entity.',
  })
  entityMatching?: EntityMatching | null;

  @Field(() => Blanks, {
    nullable: true,
    defaultValue: 'APART',
    description: 'What rows are whose cells in `groupBy` are all blank.',
  })
  blanks?: Blanks | null;

  @Field(() => EntityLevel, {
    nullable: true,
    defaultValue: 'ENTITY',
    description:
      'Whether entities are counted on their own or together under their topmost parent, by the mapping of `saveEntities`. Holds for the segments of `splitBy`, too. Without a mapping both are the same.',
  })
  level?: EntityLevel | null;

  @Field(() => [EntityKeyInput], {
    nullable: true,
    description:
      'Analyse only these entities, at most 1,000. Found as entities are matched, after names are merged and counted under their parents. What is left out reduces every total and is shown in `PeriodConcentration.leftOut`; entities that do not occur are listed in `Analysis.unknownEntities`.',
  })
  only?: EntityKeyInput[] | null;

  @Field(() => [EntityKeyInput], {
    nullable: true,
    description: 'Leave these entities out, at most 1,000: "without the largest". Found as those of `only`.',
  })
  exclude?: EntityKeyInput[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A column by whose values the rows are analysed apart, too, by `Column.name`: `Analysis.segments`. Not one of `groupBy`; with `only` or `exclude`, not with `blanks: ENTITY`. Costs more.',
  })
  splitBy?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'Analyse the segments of `splitBy` in each period, too: `Segment.byPeriod`. At most 3,120 segments and periods together, such as 52 segments in 60 months. Costs more.',
  })
  segmentPeriods?: boolean | null;

  @Field(() => BridgeAgainst, {
    nullable: true,
    description:
      'Explain how the total of each period came from that of an earlier one: `PeriodConcentration.bridge`. Default: no bridges.',
  })
  bridge?: BridgeAgainst | null;

  @Field(() => CompareWithInput, {
    nullable: true,
    description:
      'Compare with another version, dataset, filter or period: `Analysis.comparison`. The other side is an analysis of its own. Costs more.',
  })
  compareWith?: CompareWithInput | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version to analyse, one of `Dataset.versions`. Default: the current version. Error VERSION_NOT_KEPT if it is no longer kept.',
  })
  version?: number | null;
}
