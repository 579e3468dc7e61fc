import { Field, Int, ObjectType } from 'type-graphql';
import type * as model from '../src/model/schema.js';
import { WarningCode } from '../src/model/schema.js';
import { describeEnum } from './describe-enum.js';

describeEnum(WarningCode, 'WarningCode', 'What a warning is about; stable, made for programs.', {
  NO_TIME_DIMENSION: 'No column holds a date, a year or a period: analyses have no periods.',
  MULTIPLE_TIME_CANDIDATES: 'Several columns could be the time; the first of timeCandidates was taken.',
  PERIOD_MISMATCH: 'Columns disagree about the period, such as month May beside quarter 4; the finer one was taken.',
  AMBIGUOUS_DATE_ORDER: 'No date proves whether the day or the month comes first; month first was assumed.',
  MIXED_DATE_FORMATS: 'One column holds dates in more than one order.',
  AMBIGUOUS_DECIMAL_MARK:
    'Nothing proves whether the marks of numbers such as 1.234 are decimal or part thousands; a decimal point was assumed.',
  MIXED_CURRENCIES: 'One column holds more than one currency, or says that others do; nothing was converted.',
  NEGATIVE_VALUES: 'Some entities have a negative value, so cumulative shares may pass 100 % before they fall back.',
  HIGH_NULL_RATE: 'Many cells of the column are empty.',
  EMPTY_COLUMN: 'The column has no value at all.',
  DUPLICATE_ROWS: 'Some rows are exact copies of others; all of them are counted.',
  DUPLICATE_HEADER: 'Two columns had the same name; one was given a number.',
  MIXED_TYPES:
    'The column mixes kinds of values: too few are of one type, so that it was read as text, or a few are percentages among other numbers.',
  UNPARSEABLE_VALUES:
    'Some cells are not of the type of their column; they are null in the data and listed in rejected.',
  OUTLIERS: 'At most three values are a hundred times as large as all others: a decimal mark or a unit may be missing.',
  RAGGED_ROWS: 'Some rows have more or fewer cells than there are columns.',
  ENCODING_DOUBTFUL: 'The file was read as Windows-1252, but its letters stand as in no Western language.',
  ENCODING_REPLACED: 'Some bytes are not text in the encoding of the file and were replaced.',
  NEAR_DUPLICATE_ENTITIES:
    'No longer given. Some entities differ only in case, spaces or Unicode form and were counted apart.',
  MERGED_SPELLINGS:
    'Some names are written in several ways, which differ only in letter case, white space or Unicode form; each name is one entity.',
  PARTIAL_PERIODS: 'The file has rows for a part of some periods only: see `PeriodConcentration.isPartial`.',
  ENTITY_NOT_FOUND:
    'An entity of `only` or `exclude` does not occur in the analysed rows. `Analysis.unknownEntities` has the nearest ones.',
  PERIOD_GAPS: 'Periods are missing between the first and the last.',
  UNPIVOTED: 'Columns named as periods were turned into rows.',
  BLANK_ENTITY:
    'Some rows have no entity: they are counted in `unassigned`, or together as the entity `(blank)` with `blanks: ENTITY`.',
  UNKNOWN_PERIOD:
    'Some rows have no period; they count in TOTAL and in the period UNKNOWN, or are left out where `periods.from` or `periods.to` is given.',
  NULL_VALUES: 'Some rows have no value and were left out.',
  NON_POSITIVE_TOTAL: 'The values do not add up to more than zero, so there are no shares.',
  ERROR_CELLS: 'Some cells hold a spreadsheet error such as #DIV/0!; they are null in the data.',
  TOTAL_ROW: 'The last row repeats the column sums and was left out, unless `subtotals: KEEP` was requested.',
  SUBTOTAL_ROWS:
    'Some rows hold sums of other rows: left out where their numbers prove it, unless `subtotals: KEEP` was requested; where only their name says so they are kept, and may count twice.',
  POSSIBLE_AGGREGATES:
    'Some names of the column may represent several of the others, such as World among countries: what they sum counts twice.',
  DISGUISED_FORMAT: 'The file has the extension of a workbook but holds delimited text, and was read as text.',
  OTHER_SHEETS: 'The workbook has other sheets that hold a table; normalize with options.sheet to read one of them.',
  DEBIT_CREDIT: 'A column says debit or credit beside amounts without a sign; both are added up.',
  MERGED_CELLS:
    'Cells are merged over several rows: a text or date was put into each of them, a number only in the first.',
  HIDDEN_CELLS: 'The sheet hides some rows or columns; they were read like all others.',
  OUTLINE_COLUMN:
    'The column seems to hold a value only in the first row of each group; fillDown puts it into the others.',
  CORRECTION_SKIPPED:
    'What `options.columns` said about a column of the version before does not fit the new file and was not applied.',
  SIMILAR_NAMES:
    'Large entities differ only in punctuation, accents, legal form or word order: they are probably one and were counted apart. `entityProposals` lists them.',
  PLACEHOLDER_NAMES: 'A large entity such as Sundry or Cash sales seems to represent several or unknown names.',
  COLUMNS_DIFFER: 'Some sheets or files of the dataset do not have the column; it is null in their rows.',
  MIXED_SCALE:
    'Letters such as m or b stand behind numbers, and nothing shows whether they are a scale, a unit or a flag.',
  DIGITS_LOST: 'Codes were written with an exponent, such as 4.68E+17: their last digits were lost before the upload.',
  NULL_LIKE_NAMES: 'Many cells hold None, Null, Nan or Na: names, or what a program writes for a missing value.',
  STRAY_QUOTES: 'Some rows hold a quote that opens or closes no cell; they were read line by line.',
  NO_ROWS: 'The file has a header but no rows below it: the dataset has columns and no rows.',
  ONE_COLUMN: 'The file was read as one column, but most lines have a symbol that may separate cells.',
  OTHER_TABLES: 'The file has another table below the first, with other columns; `options.table` reads it.',
  SIDE_BY_SIDE_TABLES: 'A blank column seems to separate two tables that stand side by side.',
});

@ObjectType({
  description: 'Something a reader of the numbers should know. Never a failure.',
  simpleResolvers: true,
})
export class Warning implements model.Warning {
  @Field(() => WarningCode, { description: 'What it is about, for programs.' })
  code!: WarningCode;

  @Field(() => String, { description: 'What it is about, for people.' })
  message!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The column it is about, by normalized name; null where it is about the whole.',
  })
  column!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many rows, cells or entities are concerned; null where that cannot be counted.',
  })
  count!: number | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'The values of the column that it is about, at most 100: names to leave out with a filter, for example. Null if it names none.',
  })
  values?: readonly string[];
}
