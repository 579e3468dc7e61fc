import type { EntityLevel, EntityMapping } from '../model/entity-mapping.js';
import { foldSpelling } from '../names/fold-spelling.js';

/** By key of a name: the name of the entity that its rows count for. Names without an entry are entities themselves. */
export type EntityNames = ReadonlyMap<string, string>;

/**
 * What a mapping does to the names of a column. The names of entities are in it too, so that an entity is shown as it was
 * written in the mapping, whatever its spellings in the data are.
 * @param keyOf foldSpelling, or the identity where names are matched exactly
 */
export function entityNames(
  { merges, parents }: Pick<EntityMapping, 'merges' | 'parents'>,
  level: EntityLevel,
  keyOf: (name: string) => string = foldSpelling,
): EntityNames {
  const names = new Map<string, string>();
  const setOnce = (name: string, entity: string) => {
    const key = keyOf(name);
    if (!names.has(key)) names.set(key, entity);
  };
  for (const { entity } of merges) setOnce(entity, entity);
  for (const { entity, names: merged } of merges) for (const name of merged) setOnce(name, names.get(keyOf(entity))!);
  if (level === 'ENTITY') return names;

  const parentOf = new Map<string, string>();
  for (const { entity, parent } of parents) {
    const key = keyOf(entity);
    if (!parentOf.has(key)) parentOf.set(key, parent);
  }
  for (const { entity, parent } of parents) {
    setOnce(entity, entity);
    setOnce(parent, parent);
  }
  return new Map([...names].map(([key, entity]) => [key, topmost(entity)]));

  function topmost(entity: string): string {
    const passed = new Set<string>();
    let top = entity;
    for (let key = keyOf(top); parentOf.has(key) && !passed.has(key); key = keyOf(top)) {
      passed.add(key);
      top = names.get(keyOf(parentOf.get(key)!))!;
    }
    return top;
  }
}
