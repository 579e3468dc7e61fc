import type { EntityMapping } from '../model/entity-mapping.js';
import { MAX_WARNING_VALUES, type Warning } from '../model/schema.js';
import { foldSpelling } from '../names/fold-spelling.js';
import { isPlaceholderName } from './placeholder-names.js';
import { distinctNames } from './similar/distinct-names.js';
import { type Cluster, findEqualFingerprints } from './similar/find-similar.js';

/** Smaller entities are not looked at: there are at most 5,000 larger ones, which takes a few milliseconds. */
export const MIN_NAME_SHARE = 0.02;
/** In percent of the total: what names that may be one, or a placeholder, must have together to be worth a warning. */
const MIN_CONCERNED_SHARE = 1;
/** Less would not change a share as it is shown. */
const MIN_MOVED_SHARE = 0.1;
const MAX_SHOWN_NAMES = 3;
const MAX_SHOWN_CHARACTERS = 60;

/** An entity of an analysis with its share of the total in percent. */
export interface NameShare {
  name: string;
  share: number;
}

/**
 * Warnings about the names of an analysis: SIMILAR_NAMES where large entities are probably one (their fingerprints are
 * equal) and were not decided to be different, PLACEHOLDER_NAMES where a large one represents several or unknown names.
 * @param names the entities with at least MIN_NAME_SHARE, in any order
 */
export function nameWarnings({
  column,
  names,
  mapping,
}: {
  column: string;
  names: readonly NameShare[];
  mapping: Pick<EntityMapping, 'distinct'> | null;
}): Warning[] {
  return [similarNames(column, names, mapping), placeholderNames(column, names)].filter((each) => each !== null);
}

function similarNames(
  column: string,
  names: readonly NameShare[],
  mapping: Pick<EntityMapping, 'distinct'> | null,
): Warning | null {
  const sorted = [...names].sort((a, b) => b.share - a.share);
  const texts = sorted.map(({ name }) => name);
  const areDistinct = distinctNames(texts.map(foldSpelling), mapping?.distinct ?? [], foldSpelling);
  const clusters = findEqualFingerprints(texts, areDistinct)
    .map((cluster) => withShares(cluster, sorted))
    .filter(({ share, moved }) => share >= MIN_CONCERNED_SHARE && moved >= MIN_MOVED_SHARE)
    .sort((a, b) => b.share - a.share);
  const [largest] = clusters;
  if (largest === undefined) return null;
  const listed = largest.names.slice(0, MAX_SHOWN_NAMES).map(({ name, share }) => `${shown(name)} (${percent(share)})`);
  const more = largest.names.length - listed.length;
  const which = `${listed.slice(0, -1).join(', ')} and ${listed.at(-1)}${more > 0 ? ` and ${more} more` : ''}`;
  const before = sorted[0]!.share;
  const isLargest = largest.share > before;
  const effect = isLargest
    ? `As one, the largest share is ${percent(largest.share)} instead of ${percent(before)}.`
    : `As one, their share is ${percent(largest.share)}.`;
  const others =
    clusters.length > 1
      ? ` ${clusters.length - 1} more ${clusters.length === 2 ? 'group of names is' : 'groups of names are'} alike.`
      : '';
  return {
    code: 'SIMILAR_NAMES',
    message: `${which} are probably one name and were counted apart. ${effect}${others}`,
    column,
    count: clusters.length,
  };
}

function withShares({ names: indexes }: Cluster, all: readonly NameShare[]) {
  const names = indexes.map((index) => all[index]!).sort((a, b) => b.share - a.share);
  const share = names.reduce((sum, name) => sum + name.share, 0);
  return { names, share, moved: share - names[0]!.share };
}

function placeholderNames(column: string, names: readonly NameShare[]): Warning | null {
  const found = names
    .filter(({ name, share }) => share >= MIN_CONCERNED_SHARE && isPlaceholderName(name))
    .sort((a, b) => b.share - a.share);
  const [largest] = found;
  if (largest === undefined) return null;
  const others = found.length > 1 ? ` So ${found.length === 2 ? 'does' : 'do'} ${found.length - 1} more.` : '';
  return {
    code: 'PLACEHOLDER_NAMES',
    message: `${shown(largest.name)} (${percent(largest.share)}) seems to represent several or unknown names, but is counted as one.${others}`,
    column,
    count: found.length,
    values: found.slice(0, MAX_WARNING_VALUES).map(({ name }) => name),
  };
}

function percent(share: number): string {
  return `${share.toFixed(1)} %`;
}

function shown(name: string): string {
  return JSON.stringify(name.length > MAX_SHOWN_CHARACTERS ? `${name.slice(0, MAX_SHOWN_CHARACTERS)}…` : name);
}
