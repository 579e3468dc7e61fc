import { ConcentricError } from './errors.js';

const LISTED_COLUMNS = 50;

/**
 * COLUMN_NOT_FOUND with the nearest name there is and the list of names (the first 50 in the message, all in
 * `details.available`; `version` where it was asked for by its number): `Column "custmer" is not in dataset ds_1; did you mean "customer"? It has: …`.
 */
export function columnNotFound(
  datasetId: string,
  column: string,
  available: readonly string[],
  version: number | null = null,
): ConcentricError {
  const nearest = nearestName(column, available);
  const meant = nearest === null ? '.' : `; did you mean ${JSON.stringify(nearest)}?`;
  const more = available.length > LISTED_COLUMNS ? `, … (${available.length} in all)` : '';
  return new ConcentricError(
    'COLUMN_NOT_FOUND',
    `Column ${JSON.stringify(clip(column))} is not in ${version === null ? '' : `version ${version} of `}dataset ${datasetId}${meant} It has: ${available.slice(0, LISTED_COLUMNS).map(clip).join(', ')}${more}.`,
    { datasetId, column: clip(column), nearest, available },
  );
}

/**
 * The name that takes the fewest edits, the first of several; null where that is more than a third of its letters, which
 * is another word and not a typo: "suplier" is "supplier", not "quarter".
 */
function nearestName(wanted: string, names: readonly string[]): string | null {
  const asked = clip(wanted).toLowerCase();
  let nearest: string | null = null;
  let fewest = Math.max(1, Math.floor(asked.length / 3)) + 1;
  for (const name of names) {
    const edits = editDistance(asked, clip(name).toLowerCase(), fewest);
    if (edits < fewest) {
      fewest = edits;
      nearest = name;
    }
  }
  return nearest;
}

/**
 * Insertions, deletions and replacements of one character, and exchanges of two neighbours, that turn one text into the
 * other (optimal string alignment); Infinity where they are `limit` or more, found out early: there may be thousands of
 * names.
 */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return Number.POSITIVE_INFINITY;
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  let beforePrevious: number[] = [];
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      const isExchanged = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const exchanged = isExchanged ? beforePrevious[column - 2]! + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(replaced, exchanged, previous[column]! + 1, current[column - 1]! + 1));
    }
    if (Math.min(...current) >= limit) return Number.POSITIVE_INFINITY;
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length]!;
}

/** A name may have thousands of characters; comparing them all would take the event loop. */
function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
