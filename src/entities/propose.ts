import type { EntityMapping } from '../model/entity-mapping.js';
import type { EntityProposal, ProposedName } from '../model/similar-names.js';
import { foldSpelling } from '../names/fold-spelling.js';
import { entityNames } from './apply-mapping.js';
import type { Proposed } from './proposal-tasks.js';
import { distinctNames } from './similar/distinct-names.js';
import { type Cluster, findSimilar } from './similar/find-similar.js';

/** More are not read. */
const MAX_PROPOSALS = 2000;
/** Digits that a double holds for certain: sums of sums show no rounding errors. */
const DIGITS = 15;

/**
 * Proposals among the names of a column: merges are applied first, and names that were decided to be different are never
 * proposed as one. Those that would move the most value come first.
 */
export function propose({
  names,
  total,
  mapping,
}: {
  names: readonly [name: string, rows: number, value: number][];
  total: number;
  mapping: EntityMapping;
}): Proposed {
  const entities = mergedEntities(names, mapping);
  const areDistinct = distinctNames(
    entities.map(({ name }) => foldSpelling(name)),
    mapping.distinct.map((each) => each.map(entityOf(mapping))),
    foldSpelling,
  );
  const similar = entities.map(({ name, rowCount }) => ({ name, rows: rowCount }));
  const proposals = findSimilar(similar, areDistinct)
    .map((cluster) => proposalOf(cluster, entities, total))
    .sort((a, b) => movedValue(b) - movedValue(a) || byCodePoint(a.names[0]!.name, b.names[0]!.name));
  return { proposals: proposals.slice(0, MAX_PROPOSALS), count: proposals.length };
}

type Entity = Omit<ProposedName, 'share'>;

function mergedEntities(names: readonly [string, number, number][], mapping: EntityMapping): Entity[] {
  const toEntity = entityOf(mapping);
  const byKey = new Map<string, Entity>();
  for (const [name, rowCount, value] of names) {
    const entity = toEntity(name);
    const key = mapping.merges.length === 0 ? name : foldSpelling(entity);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { name: entity, rowCount, value });
    else {
      known.rowCount += rowCount;
      known.value = rounded(known.value + value);
    }
  }
  return [...byKey.values()];
}

function entityOf(mapping: EntityMapping): (name: string) => string {
  if (mapping.merges.length === 0) return (name) => name;
  const merged = entityNames(mapping, 'ENTITY');
  return (name) => merged.get(foldSpelling(name)) ?? name;
}

function proposalOf(
  { names, reasons, certainty }: Cluster,
  entities: readonly Entity[],
  total: number,
): EntityProposal {
  const shareOf = (value: number) => (total > 0 ? (100 * value) / total : null);
  const listed = names
    .map((index) => ({ ...entities[index]!, share: shareOf(entities[index]!.value) }))
    .sort((a, b) => b.value - a.value || byCodePoint(a.name, b.name));
  const value = rounded(listed.reduce((sum, each) => sum + each.value, 0));
  const rowCount = listed.reduce((sum, each) => sum + each.rowCount, 0);
  return { names: listed, reasons, certainty, value, rowCount, share: shareOf(value) };
}

/** What would be added to the largest of the names. */
function movedValue({ names }: EntityProposal): number {
  return names.slice(1).reduce((sum, { value }) => sum + Math.abs(value), 0);
}

function rounded(sum: number): number {
  return Number(sum.toPrecision(DIGITS));
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
