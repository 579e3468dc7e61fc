import type { Connection } from '../../duckdb/connection.js';
import { quoteText } from '../../duckdb/quote.js';
import type { NormalizationOptions } from '../../model/dataset.js';
import {
  type Annotations,
  isCanonicalNumberSql,
  NO_ANNOTATIONS,
  stripAnnotationsSql,
} from '../cells/annotated-numbers.js';
import { isNullMarkerSql } from '../cells/cell.js';
import { isCommonNumberSql, isNumberSql, type NumberFeature } from '../cells/numbers.js';
import type { Examined, Overview } from './column-cells.js';
import { countWhere } from './column-query.js';
import { combineFeature, type Feature } from './common-numbers.js';
import { decideAnnotations, type FoundAnnotations } from './decide-annotations.js';
import { currenciesOf, examineNumbers, type NumberColumn } from './examine-numbers.js';
import { OddCellCollector } from './odd-cells.js';
import { stripped } from './overview.js';
import { collectCells } from './readings.js';

/** A column of numbers and its cells, stripped if that was needed. */
export interface ExaminedNumbers extends Examined<NumberColumn> {
  column: Overview;
}

/**
 * Examines the numbers of a column. Only if some cells are not numbers of the grammar, those are looked at again: as numbers
 * in another form, with the evidence of the whole column (decide-annotations.ts). The number cells of a workbook prove nothing about
 * the marks of texts among them.
 */
export async function examineAnnotatedNumbers(
  connection: Connection,
  column: Overview,
  options: NormalizationOptions,
): Promise<ExaminedNumbers> {
  const examined = await examineNumbers(connection, column, options);
  const { reading } = examined;
  const isComplete = examined.parsed === column.filled - column.valueMarkers;
  const isWhole = isComplete && reading.allPlain && column.common?.behindMark === 0;
  const mayHaveTexts = column.isWorkbook && options.decimalMark === undefined && !isWhole;
  const texts = mayHaveTexts ? await marksOfTexts(column) : { haveComma: false, ambiguous: 0 };
  const found = isComplete ? undefined : await findAnnotations(connection, column, reading);
  if (!found && !texts.haveComma) {
    return { ...examined, reading: { ...reading, ambiguousTexts: texts.ambiguous }, column };
  }
  const annotations = { ...(found?.annotations ?? NO_ANNOTATIONS), commaInTexts: texts.haveComma };
  const bare = await stripped(column, annotations);
  const again = await examineNumbers(connection, bare, options);
  if (again.parsed <= examined.parsed && !texts.haveComma) return { ...examined, column };
  const features = await originalExamples(column, annotations, again.reading.features);
  return {
    parsed: again.parsed,
    reading: withFound({ ...again.reading, features, ambiguousTexts: texts.ambiguous }, found),
    column: bare,
  };
}

async function findAnnotations(
  connection: Connection,
  column: Overview,
  { mark, features }: NumberColumn,
): Promise<FoundAnnotations | undefined> {
  const { style, count } = column.common!;
  const isRead = `CASE WHEN ${isCommonNumberSql('cell', style.mark, style.decoration)} THEN true ELSE ${isNumberSql('cell', mark)} END`;
  const mayBeNumber = `strlen(cell) <= ${MAX_ANNOTATED_BYTES} AND regexp_matches(cell, '\\p{Nd}')`;
  const cells = await collectCells(
    connection,
    column,
    `${mayBeNumber} AND NOT ${isNullMarkerSql('cell', 'value')} AND NOT ${isRead}`,
  );
  const odd = new OddCellCollector();
  await cells.visit((cell, occurrences) => odd.add(cell, occurrences));
  await cells.discard();
  return decideAnnotations(odd.found(), {
    meaning: column.meaning,
    plain: count,
    hasCurrency: features.currency.count > 0,
    hasScale: features.scale.count > 0,
    mark,
  });
}

/** As MAX_ANNOTATED_LENGTH, in bytes. */
const MAX_ANNOTATED_BYTES = 240;

/** The marks of the cells of a workbook that no program prints as numbers: texts such as `7.891.250` and `12.500`. */
async function marksOfTexts({ source, trim }: Overview): Promise<{ haveComma: boolean; ambiguous: number }> {
  const [asPoint, asComma] = [isNumberSql('cell', 'POINT'), isNumberSql('cell', 'COMMA')];
  const [found] = await source.query({
    trim,
    select: [
      countWhere(`${asPoint} AND NOT ${asComma}`),
      countWhere(`${asComma} AND NOT ${asPoint}`),
      countWhere("regexp_full_match(cell, '[^0-9.,]*[1-9][0-9]{0,2}[.,][0-9]{3}[^0-9.,]*')"),
    ],
    where: `regexp_matches(cell, '[.,]') AND NOT contains(cell, '%') AND NOT ${isCanonicalNumberSql('cell')}`,
  });
  const [pointOnly, commaOnly, either] = found!.map(Number) as [number, number, number];
  const areUndecided = pointOnly === 0 && commaOnly === 0;
  return { haveComma: commaOnly > 0 && pointOnly === 0, ambiguous: areUndecided ? either : 0 };
}

/** The features with examples as in the file. */
async function originalExamples(
  { source, trim }: Overview,
  annotations: Annotations,
  features: NumberColumn['features'],
): Promise<NumberColumn['features']> {
  const names = (Object.keys(features) as (NumberFeature | 'currency')[]).filter((name) => features[name].count > 0);
  if (names.length === 0) return features;
  const bare = stripAnnotationsSql('cell', annotations);
  const [row] = await source.query({
    trim,
    select: names.map((name) => `min(cell) FILTER (${bare} = ${quoteText(features[name].example!)})`),
  });
  const originals = names.map((name, index): [string, Feature] => [
    name,
    { count: features[name].count, example: row![index] as string | null },
  ]);
  return { ...features, ...(Object.fromEntries(originals) as Partial<NumberColumn['features']>) };
}

/** The reading with the currencies that were found in words. */
function withFound(reading: NumberColumn, found: FoundAnnotations | undefined): NumberColumn {
  if (!found) return reading;
  const { currencies, ...words } = currenciesOf(found.signs);
  return {
    ...reading,
    annotated: found,
    features: { ...reading.features, currency: combineFeature(reading.features.currency, words) },
    currencies: [...reading.currencies, ...currencies.filter((code) => !reading.currencies.includes(code))],
  };
}
