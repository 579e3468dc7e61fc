import { booleanSql } from '../cells/booleans.js';
import { cellSql, edgedSql, isNullMarkerSql, spacedCellSql, trimmedSql } from '../cells/cell.js';
import type { Overview } from './column-cells.js';
import { counted } from './column-query.js';
import { familiarNumbers } from './familiar-numbers.js';
import { headerMeaning } from './header-words.js';
import type { ColumnSample } from './sample.js';

/** First counts of a column. Most columns are settled by them. */
export async function overviewOf(
  { raw, header, source, distinct }: Pick<Overview, 'raw' | 'header' | 'source' | 'distinct'>,
  { candidates, style, first }: ColumnSample,
): Promise<Overview> {
  const count = async ({ trim, trimmed }: Trimming) => {
    const familiar = style && (await familiarNumbers({ raw, source, trim }, style));
    const counts = await countCells({ source, trim }, candidates.has('BOOLEAN'));
    return { trim, cell: trim(raw), trimmed, familiar, ...counts };
  };
  let counts = style && (await count(AS_IT_STANDS));
  // Numbers and null markers begin and end with no white space: where there is nothing else, none is looked for.
  if (!counts || counts.familiar!.count + counts.valueMarkers < counts.filled) {
    const trimming = await trimmingOf(source);
    if (trimming.trimmed || !counts) counts = await count(trimming);
  }
  return {
    ...{ raw, header, source, distinct },
    meaning: headerMeaning(header),
    markers: 'value',
    nullMarkers: counts.valueMarkers,
    samples: first,
    candidates,
    ...counts,
  };
}

async function countCells({ source, trim }: Pick<Overview, 'source' | 'trim'>, mayBeBoolean: boolean) {
  const [counts] = await source.ask({
    trim,
    select: [
      counted('cell IS NOT NULL'),
      'coalesce(max(strlen(cell)), 0)',
      ...(['value', 'text'] as const).map((context) => counted(isNullMarkerSql('cell', context))),
      counted("cell = 'NA'"),
      mayBeBoolean ? counted(`${booleanSql('cell')} IS NOT NULL`) : '0',
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

/** How the cells of a column are trimmed, and whether there is anything to trim. */
type Trimming = Pick<Overview, 'trim' | 'trimmed'>;

const AS_IT_STANDS: Trimming = { trim: (raw) => raw, trimmed: false };

/** The cheapest there is. */
async function trimmingOf(source: Overview['source']): Promise<Trimming> {
  const spaced = 'trim(cell)';
  const thorough = `CASE WHEN ${edgedSql(spaced)} THEN coalesce(${trimmedSql(spaced)}, '') ELSE ${spaced} END`;
  const [found] = await source.ask({
    ...AS_IT_STANDS,
    select: [`${spaced} <> cell`, `${thorough} <> ${spaced}`].map((condition) => `count(*) FILTER (${condition})`),
    where: edgedSql('cell'),
  });
  const [withSpaces, stubborn] = found!.map(Number);
  if (stubborn! > 0) return { trim: cellSql, trimmed: true };
  return withSpaces! > 0 ? { trim: spacedCellSql, trimmed: true } : AS_IT_STANDS;
}
