import { cellText } from '../cells/cell.js';
import type { Row } from './row.js';

/**
 * Labels of the rows that statistical offices put between the names of series and their values (Australian Bureau of
 * Statistics, ONS, Bundesbank, FRED, central banks). `title` and the like are names and therefore not listed.
 */
const LABELS = new RegExp(
  `^\\W*(${[
    '(pre)?units?( of measure(ment)?)?',
    'unit multiplier',
    'scale',
    'series (id|code|key|type|start|end)',
    '(data )?(type|frequency)',
    'freq',
    'cdid',
    'collection month',
    'no\\.? ?(of )?obs(ervations)?\\.?',
    'source( dataset| id)?',
    'release date',
    'next release',
    'last (updated?|revised)',
    'updated',
    'important notes?',
    'notes?',
    '(seasonal )?adjustment',
    'seasonally adjusted',
    'transformation',
    'base (year|period)',
    'decimals',
    'comments?',
    'einheit',
    'dimension',
    'stand vom',
    'quelle',
    'unité',
    'fréquence',
    'unidad',
    'frecuencia',
    'fuente',
    'unità',
    'frequenza',
    'fonte',
    'eenheid',
  ].join('|')})\\W*$`,
  'iu',
);

const MIN_LABELLED_ROWS = 2;

/** Metadata in the head of a file: ABS has nine rows, the Bundesbank about as many. */
const MAX_METADATA_ROWS = 40;

/** The rows that hold the names of series and what is said about them: [names, …, last]. */
export interface SeriesMetadata {
  names: number;
  last: number;
}

/**
 * Finds rows of metadata between the names of series and their values. At least two rows are labelled as such in the first
 * column, which holds dates or periods below them.
 *
 * @param isTime Whether the first cell of a row is a date or a period.
 */
export function findSeriesMetadata(rows: readonly Row[], isTime: (row: number) => boolean): SeriesMetadata | null {
  const labelled = rows.slice(0, MAX_METADATA_ROWS).flatMap((row, index) => (LABELS.test(labelOf(row)) ? [index] : []));
  if (labelled.length < MIN_LABELLED_ROWS) return null;
  let first = labelled[0]!;
  let last = labelled.at(-1)!;
  while (last + 1 < rows.length && isFilled(rows[last + 1]!) && !isTime(last + 1)) last++;
  const below = rows.slice(0, last + 1 + MAX_METADATA_ROWS).map((_, index) => index);
  const values = below.filter((row) => row > last && isFilled(rows[row]!));
  if (values.length === 0 || !isTime(values[0]!) || values.filter(isTime).length * 2 <= values.length) return null;
  const width = Math.max(...labelled.map((row) => filledCells(rows[row]!)));
  while (first > 0 && filledCells(rows[first - 1]!) * 2 >= width && width > 1 && filledCells(rows[first - 1]!) > 0)
    first--;
  const isWhole = rows.slice(first, last + 1).every(isFilled);
  return isWhole ? { names: first, last } : null;
}

function labelOf(row: Row): string {
  return cellText(row[0] ?? null) ?? '';
}

function filledCells(row: Row): number {
  return row.filter((cell) => cellText(cell) !== undefined).length;
}

function isFilled(row: Row): boolean {
  return filledCells(row) > 0;
}
