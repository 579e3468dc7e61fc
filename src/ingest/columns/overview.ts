import { type Annotations, stripAnnotations, stripAnnotationsSql } from '../cells/annotated-numbers.js';
import { booleanSql } from '../cells/booleans.js';
import {
  cellSql,
  isNullMarkerSql,
  mayNeedTrimSql,
  spacedCellSql,
  trimmedSql,
  withoutFormulaSql,
} from '../cells/cell.js';
import type { Overview } from './column-cells.js';
import { countWhere } from './column-query.js';
import { findCommonNumbers, numberStyle } from './common-numbers.js';
import { headerMeaning } from './header-meaning.js';
import type { ColumnSample } from './sample.js';

type OverviewInput = Pick<Overview, 'raw' | 'header' | 'given' | 'source' | 'distinct' | 'isWorkbook'>;

/** The first counts of a column. They decide the kind of most columns. */
export async function overviewOf(
  { raw, header, given, source, distinct, isWorkbook }: OverviewInput,
  sample: ColumnSample,
): Promise<Overview> {
  const { candidates, style, first, hasFormulas } = sample;
  const count = (trimming: Trimming) =>
    countWith({ raw, source }, sample, hasFormulas ? withoutFormulas(trimming) : trimming);
  let counts = style && (await count(NO_TRIMMING));
  // Numbers and null markers have no white space at their edges. If all cells are such, trimming is not needed.
  if (!counts || counts.common!.count + counts.valueMarkers < counts.filled) {
    const trimming = await trimmingOf(source);
    if (trimming.trimmed || !counts) counts = await count(trimming);
  }
  return {
    raw,
    header,
    given,
    source,
    distinct,
    allDiffer: sample.allDiffer,
    meaning: headerMeaning(header),
    markers: 'value',
    nullMarkers: counts.valueMarkers,
    samples: first,
    sampledNames: sample.namesOfNothing,
    candidates,
    sample,
    isWorkbook,
    ...counts,
  };
}

async function countWith(
  { raw, source }: Pick<Overview, 'raw' | 'source'>,
  { style, candidates }: Pick<ColumnSample, 'style' | 'candidates'>,
  { trim, trimmed }: Trimming,
) {
  const common = style && (await findCommonNumbers({ raw, source, trim }, style));
  const counts = await countCells({ source, trim }, candidates.has('BOOLEAN'));
  return { trim, cell: trim(raw), trimmed, common, ...counts };
}

/** The same column with its cells stripped. */
export async function stripped(column: Overview, annotations: Annotations): Promise<Overview> {
  const style = numberStyle(column.sample.tested.map((cell) => stripAnnotations(cell, annotations)));
  const trim = (raw: string) => stripAnnotationsSql(column.trim(raw), annotations);
  const counts = await countWith(column, { style, candidates: column.candidates }, { trim, trimmed: true });
  return { ...column, ...counts, nullMarkers: counts.valueMarkers };
}

async function countCells({ source, trim }: Pick<Overview, 'source' | 'trim'>, mayBeBoolean: boolean) {
  const [counts] = await source.query({
    trim,
    select: [
      countWhere('cell IS NOT NULL'),
      'coalesce(max(strlen(cell)), 0)',
      ...(['value', 'text'] as const).map((context) => countWhere(isNullMarkerSql('cell', context))),
      countWhere("cell = 'NA'"),
      mayBeBoolean ? countWhere(`${booleanSql('cell')} IS NOT NULL`) : '0',
    ],
  });
  const [filled, longest, valueMarkers, textMarkers, literalNa, booleans] = counts!.map(Number);
  return {
    filled: filled!,
    longest: longest!,
    valueMarkers: valueMarkers!,
    textMarkers: textMarkers!,
    literalNa: literalNa!,
    booleans: booleans!,
  };
}

/** How the cells of a column are trimmed, and whether any cell needs it. */
type Trimming = Pick<Overview, 'trim' | 'trimmed'>;

const NO_TRIMMING: Trimming = { trim: (raw) => raw, trimmed: false };

function withoutFormulas({ trim }: Trimming): Trimming {
  return { trim: (raw) => withoutFormulaSql(trim(raw)), trimmed: true };
}

/** Chooses the cheapest sufficient way to trim the cells. */
async function trimmingOf(source: Overview['source']): Promise<Trimming> {
  const withoutSpaces = 'trim(cell)';
  const fullyTrimmed = `CASE WHEN ${mayNeedTrimSql(withoutSpaces)} THEN coalesce(${trimmedSql(withoutSpaces)}, '') ELSE ${withoutSpaces} END`;
  const [found] = await source.query({
    ...NO_TRIMMING,
    select: [`${withoutSpaces} <> cell`, `${fullyTrimmed} <> ${withoutSpaces}`].map(
      (condition) => `count(*) FILTER (${condition})`,
    ),
    where: mayNeedTrimSql('cell'),
  });
  const [withSpaces, withOtherWhiteSpace] = found!.map(Number);
  if (withOtherWhiteSpace! > 0) return { trim: cellSql, trimmed: true };
  return withSpaces! > 0 ? { trim: spacedCellSql, trimmed: true } : NO_TRIMMING;
}
