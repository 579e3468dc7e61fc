import { ConcentricError } from './errors.js';
import type { Column, DatasetSchema } from './schema.js';

const MAX_LISTED_COLUMNS = 50;
const MAX_NAME_CHARACTERS = 60;
/** Shorter texts are near too many words. */
const MIN_PART_CHARACTERS = 3;
const MAX_PART_WORDS = 6;

/**
 * The column of the schema with that name.
 * @param version set where the request named a version
 * @throws COLUMN_NOT_FOUND
 */
export function requireColumn(
  { datasetId, columns }: Pick<DatasetSchema, 'datasetId' | 'columns'>,
  name: string,
  version: number | null = null,
): Column {
  const column = columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  const available = columns.map((candidate) => candidate.name);
  throw columnNotFound(datasetId, name, available, version);
}

/**
 * COLUMN_NOT_FOUND for a dataset. Example: `Column "custmer" is not in dataset ds_1; did you mean "customer"? It has: …`.
 * @param version set where the request named a version
 */
export function columnNotFound(
  datasetId: string,
  column: string,
  available: readonly string[],
  version: number | null = null,
): ConcentricError {
  const place = `${version === null ? '' : `version ${version} of `}dataset ${datasetId}`;
  return columnNotIn(place, column, available, { datasetId });
}

/**
 * COLUMN_NOT_FOUND with the nearest existing name and the list of names: the first 50 in the message, all of them in
 * `details.available`.
 * @param place what was searched: `dataset ds_1`, `the file`
 */
export function columnNotIn(
  place: string,
  column: string,
  available: readonly string[],
  details: Readonly<Record<string, unknown>> = {},
): ConcentricError {
  const nearest = nearestName(column, available);
  const meant = nearest === null ? '.' : `; did you mean ${JSON.stringify(nearest)}?`;
  const more = available.length > MAX_LISTED_COLUMNS ? `, … (${available.length} in all)` : '';
  return new ConcentricError(
    'COLUMN_NOT_FOUND',
    `Column ${JSON.stringify(clip(column))} is not in ${place}${meant} It has: ${available.slice(0, MAX_LISTED_COLUMNS).map(clip).join(', ')}${more}.`,
    { ...details, column: clip(column), nearest, available },
  );
}

/**
 * The name that takes the fewest edits, the first of several. Letter case and separators do not count, and a name may
 * represent itself in part: "suplier" means "supplier_name". Null where more than a third of the letters must change, which
 * is another word and not a typo: "suplier" does not mean "quarter".
 */
export function nearestName(wanted: string, names: readonly string[]): string | null {
  const text = wordsOf(wanted).join('_');
  const limit = Math.max(1, Math.floor(text.length / 3)) + 1;
  const nearestBy = (editsTo: (words: string[], limit: number) => number) => {
    let nearest: string | null = null;
    let fewest = limit;
    for (const name of names) {
      const edits = editsTo(wordsOf(name), fewest);
      if (edits < fewest) {
        fewest = edits;
        nearest = name;
      }
    }
    return nearest;
  };
  const ofWhole = nearestBy((words, fewest) => editDistance(text, words.join('_'), fewest));
  if (ofWhole !== null || text.length < MIN_PART_CHARACTERS) return ofWhole;
  return nearestBy((words, fewest) =>
    Math.min(...partsOf(words).map((part) => editDistance(text, part, fewest)), Number.POSITIVE_INFINITY),
  );
}

function wordsOf(name: string): string[] {
  return clip(name)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Every run of neighbouring words that is shorter than the whole name. */
function partsOf(words: readonly string[]): string[] {
  return words
    .slice(0, MAX_PART_WORDS)
    .flatMap((_, start) =>
      words.slice(start, MAX_PART_WORDS).map((_, length) => words.slice(start, start + length + 1)),
    )
    .filter((part) => part.length < words.length)
    .map((part) => part.join('_'));
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
