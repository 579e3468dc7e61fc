import type { EntityMapping } from '../model/entity-mapping.js';
import { ConcentricError } from '../model/errors.js';

/** Names in all lists together; more would make a file that takes seconds to apply. */
const MAX_MAPPING_NAMES = 200_000;
const MAX_SHOWN_NAMES = 5;

type KeyOf = (name: string) => string;

/**
 * Checks what can be known without the data, and returns the mapping in canonical form: trimmed, sorted, without what says
 * nothing. Equal mappings have equal canonical forms.
 * @param keyOf names with the same key are the same name
 * @throws INVALID_INPUT (blank names, too many, less than two distinct ones), ENTITY_NAME_REPEATED, ENTITY_CYCLE
 */
export function checkedMapping(mapping: EntityMapping, keyOf: KeyOf): EntityMapping {
  const remembered = new Map<string, string>();
  const keyOfName = (name: string) => {
    const known = remembered.get(name);
    if (known !== undefined) return known;
    const key = keyOf(name);
    remembered.set(name, key);
    return key;
  };
  checkNames(mapping, keyOfName);
  const entityOf = checkMerges(mapping, keyOfName);
  checkParents(mapping, entityOf, keyOfName);
  return canonical(mapping, keyOfName);
}

/** A name of a mapping with its place in the input: `merges[0].names[1]`. */
export interface PlacedName {
  path: string;
  name: string;
}

/** The names that should occur in the data; an entity's own name and a parent's may be new. */
export function namesOfData({ merges, parents, distinct }: EntityMapping): PlacedName[] {
  return [
    ...merges.flatMap(({ names }, at) => names.map((name, nth) => ({ path: `merges[${at}].names[${nth}]`, name }))),
    ...parents.map(({ entity: name }, at) => ({ path: `parents[${at}].entity`, name })),
    ...distinct.flatMap((names, at) => names.map((name, nth) => ({ path: `distinct[${at}].names[${nth}]`, name }))),
  ];
}

/** The names that a mapping may use because it introduces them itself. */
export function namesOfMapping({ merges, parents }: EntityMapping): string[] {
  return [...merges.map(({ entity }) => entity), ...parents.map(({ parent }) => parent)];
}

function checkNames(mapping: EntityMapping, keyOf: KeyOf): void {
  const placed = [
    ...namesOfData(mapping),
    ...mapping.merges.map(({ entity: name }, at) => ({ path: `merges[${at}].entity`, name })),
    ...mapping.parents.map(({ parent: name }, at) => ({ path: `parents[${at}].parent`, name })),
  ];
  if (placed.length > MAX_MAPPING_NAMES) {
    throw new ConcentricError(
      'INVALID_INPUT',
      `A mapping holds at most ${MAX_MAPPING_NAMES.toLocaleString('en-US')} names; got ${placed.length.toLocaleString('en-US')}. Map the largest entities only.`,
      { max: MAX_MAPPING_NAMES, got: placed.length },
    );
  }
  const blank = placed.find(({ name }) => keyOf(name) === '');
  if (blank !== undefined) {
    throw new ConcentricError(
      'INVALID_INPUT',
      `${blank.path} is blank. Rows without a name are no entity; leave this name out.`,
      { path: blank.path },
    );
  }
  for (const [at, names] of mapping.distinct.entries()) {
    if (new Set(names.map(keyOf)).size >= 2) continue;
    throw new ConcentricError(
      'INVALID_INPUT',
      `distinct[${at}] needs at least two names that differ in more than case and spaces; got ${listed(names)}.`,
      { path: `distinct[${at}].names` },
    );
  }
}

/** By key: the entity of a name, and where that was said. */
function checkMerges({ merges }: EntityMapping, keyOf: KeyOf): Map<string, { entity: string; path: string }> {
  const entityOf = new Map<string, { entity: string; path: string; merge: number }>();
  for (const [merge, { entity, names }] of merges.entries()) {
    const placed = [
      { name: entity, path: `merges[${merge}].entity` },
      ...names.map((name, nth) => ({ name, path: `merges[${merge}].names[${nth}]` })),
    ];
    for (const { name, path } of placed) {
      const earlier = entityOf.get(keyOf(name));
      if (earlier === undefined) entityOf.set(keyOf(name), { entity, path, merge });
      else if (earlier.merge !== merge) {
        throw new ConcentricError(
          'ENTITY_NAME_REPEATED',
          `${quoted(name)} is in two merges: in ${earlier.path}, of ${quoted(earlier.entity)}, and in ${path}, of ${quoted(entity)}. A name belongs to one entity; leave it out of one of them, or make them one merge.`,
          { name, path, firstPath: earlier.path },
        );
      }
    }
  }
  return entityOf;
}

function checkParents(
  { parents }: EntityMapping,
  entityOf: ReadonlyMap<string, { entity: string; path: string }>,
  keyOf: KeyOf,
): void {
  const parentOf = new Map<string, { entity: string; parent: string; path: string }>();
  for (const [at, { entity, parent }] of parents.entries()) {
    for (const [field, name] of [
      ['entity', entity],
      ['parent', parent],
    ] as const) {
      const merged = entityOf.get(keyOf(name));
      if (merged === undefined || keyOf(merged.entity) === keyOf(name)) continue;
      throw new ConcentricError(
        'ENTITY_NAME_REPEATED',
        `${quoted(name)} in parents[${at}].${field} is merged into ${quoted(merged.entity)} (${merged.path}). Write ${quoted(merged.entity)} instead.`,
        { name, path: `parents[${at}].${field}`, entity: merged.entity },
      );
    }
    const path = `parents[${at}]`;
    const earlier = parentOf.get(keyOf(entity));
    if (earlier !== undefined) {
      throw new ConcentricError(
        'ENTITY_NAME_REPEATED',
        `${quoted(entity)} has two parents: ${quoted(earlier.parent)} in ${earlier.path} and ${quoted(parent)} in ${path}. Leave one of them out.`,
        { name: entity, path: `${path}.entity`, firstPath: earlier.path },
      );
    }
    parentOf.set(keyOf(entity), { entity, parent, path });
  }

  /** Keys from which every chain of parents ends. */
  const ending = new Set<string>();
  for (const start of parentOf.keys()) {
    const chain: string[] = [];
    const passed = new Set<string>();
    let key = start;
    while (parentOf.has(key) && !ending.has(key)) {
      if (passed.has(key)) throw cycle(chain.slice(chain.indexOf(key)).map((each) => parentOf.get(each)!));
      passed.add(key);
      chain.push(key);
      key = keyOf(parentOf.get(key)!.parent);
    }
    for (const each of chain) ending.add(each);
  }
}

function cycle(links: { entity: string; path: string }[]): ConcentricError {
  const names = [...links, links[0]!].map(({ entity }) => entity);
  const shown = names.length > MAX_SHOWN_NAMES + 1 ? [...names.slice(0, MAX_SHOWN_NAMES), '…', names.at(-1)!] : names;
  return new ConcentricError(
    'ENTITY_CYCLE',
    `Each of these would be above itself: ${shown.map(quoted).join(' → ')} (${links[0]!.path}). Take one of these parents out.`,
    { names: names.slice(0, -1), path: links[0]!.path },
  );
}

function canonical({ merges, parents, distinct }: EntityMapping, keyOf: KeyOf): EntityMapping {
  const sorted = (names: readonly string[]) =>
    [
      ...uniqueBy(
        keyOf,
        names.map((name) => name.trim()),
      ),
    ].sort(byCodePoint);
  return {
    merges: merges
      .map(({ entity, names }) => ({
        entity: entity.trim(),
        names: sorted(names.filter((name) => keyOf(name) !== keyOf(entity))),
      }))
      .filter(({ names }) => names.length > 0)
      .sort((a, b) => byCodePoint(a.entity, b.entity)),
    parents: parents
      .map(({ entity, parent }) => ({ entity: entity.trim(), parent: parent.trim() }))
      .sort((a, b) => byCodePoint(a.entity, b.entity)),
    distinct: [...new Map(distinct.map(sorted).map((names) => [JSON.stringify(names), names])).entries()]
      .sort(([a], [b]) => byCodePoint(a, b))
      .map(([, names]) => names),
  };
}

function uniqueBy(keyOf: KeyOf, names: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const name of names) if (!byKey.has(keyOf(name))) byKey.set(keyOf(name), name);
  return [...byKey.values()];
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.slice(0, MAX_SHOWN_NAMES).map(quoted).join(', ');
}

const MAX_SHOWN_CHARACTERS = 80;

export function quoted(name: string): string {
  return JSON.stringify(name.length > MAX_SHOWN_CHARACTERS ? `${name.slice(0, MAX_SHOWN_CHARACTERS)}…` : name);
}
