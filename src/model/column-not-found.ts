import { ConcentricError } from './errors.js';

const MAX_LISTED_COLUMNS = 50;
const MAX_NAME_CHARACTERS = 60;

/**
 * COLUMN_NOT_FOUND with the nearest existing name and the list of names: the first 50 in the message, all of them in
 * `details.available`. Example: `Column "custmer" is not in dataset ds_1; did you mean "customer"? It has: …`.
 * @param version set where the request named a version
 */
export function columnNotFound(
  datasetId: string,
  column: string,
  available: readonly string[],
  version: number | null = null,
): ConcentricError {
  const nearest = nearestName(column, available);
  const meant = nearest === null ? '.' : `; did you mean ${JSON.stringify(nearest)}?`;
  const more = available.length > MAX_LISTED_COLUMNS ? `, … (${available.length} in all)` : '';
  return new ConcentricError(
    'COLUMN_NOT_FOUND',
    `Column ${JSON.stringify(clip(column))} is not in ${version === null ? '' : `version ${version} of `}dataset ${datasetId}${meant} It has: ${available.slice(0, MAX_LISTED_COLUMNS).map(clip).join(', ')}${more}.`,
    { datasetId, column: clip(column), nearest, available },
  );
}

/**
 * The name with the smallest edit distance; the first one on a tie. Null where the distance exceeds a third of the
 * letters: that is another word, not a typo ("suplier" is "supplier", not "quarter").
 */
function nearestName(wanted: string, names: readonly string[]): string | null {
  const lowered = clip(wanted).toLowerCase();
  let nearest: string | null = null;
  let fewest = Math.max(1, Math.floor(lowered.length / 3)) + 1;
  for (const name of names) {
    const edits = editDistance(lowered, clip(name).toLowerCase(), fewest);
    if (edits < fewest) {
      fewest = edits;
      nearest = name;
    }
  }
  return nearest;
}

/**
 * Insertions, deletions and replacements of one character, and exchanges of two neighbours, that turn one text into the
 * other (optimal string alignment). Infinity for a distance of `limit` or more; the search stops early, because there may
 * be thousands of names.
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

/** A name may have thousands of characters; comparing all of them would block the event loop. */
function clip(text: string): string {
  return text.length > MAX_NAME_CHARACTERS ? `${text.slice(0, MAX_NAME_CHARACTERS)}…` : text;
}
