/** Names that may be one entity with others, by id ascending. */
export interface CandidateNames {
  id: Int32Array;
  /** Of each name: those of one class are one entity. */
  group: Int32Array;
  /** Of each class: the entity that all of its names are; -1: the spelling with the largest sum, if several occur. */
  entity: Int32Array;
  /** False: nothing is merged; the result says what would be. */
  areApplied: boolean;
}

/** What was merged. */
export interface MergedIds {
  hasMerged: boolean;
  /** Entities with several spellings that no mapping names, and these spellings. */
  names: number;
  spellings: number;
  /** Of those with the largest sums: their spellings, that of the largest sum first. */
  examples: { id: number; units: bigint }[][];
}

/** Names listed with their spellings, those of the largest sums. */
const MERGED_EXAMPLES = 3;

interface Sums {
  forEachSum(visit: (id: number, units: number) => void): void;
}

interface Spelling {
  id: number;
  units: number;
}

/** Which entity each id is; of names that do not occur, themselves. Ids are in the order of the names. */
export function mergeIds(
  rows: readonly Sums[],
  nameCount: number,
  { id, group, entity, areApplied }: CandidateNames,
): { entityOf: Int32Array | null; merged: MergedIds } {
  const place = new Int32Array(nameCount);
  for (let at = 0; at < id.length; at++) place[id[at]!] = at + 1;
  const units = new Float64Array(id.length);
  const occurs = new Uint8Array(id.length);
  for (const each of rows) {
    each.forEachSum((name, added) => {
      const at = place[name]! - 1;
      if (at < 0) return;
      units[at]! += added;
      occurs[at] = 1;
    });
  }
  const spelled = new Map<number, Spelling[]>();
  const mapped: number[] = [];
  for (let at = 0; at < id.length; at++) {
    if (occurs[at] === 0) continue;
    const cls = group[at]!;
    if (entity[cls] !== -1) mapped.push(at);
    else {
      const spelling = { id: id[at]!, units: units[at]! };
      const others = spelled.get(cls);
      if (others === undefined) spelled.set(cls, [spelling]);
      else others.push(spelling);
    }
  }
  const several = [...spelled.values()].filter(({ length }) => length > 1);
  const merged: MergedIds = {
    hasMerged: mapped.length > 0 || several.length > 0,
    names: several.length,
    spellings: several.reduce((sum, { length }) => sum + length, 0),
    examples: largest(several),
  };
  if (!merged.hasMerged || !areApplied) return { entityOf: null, merged };
  const entityOf = new Int32Array(nameCount);
  for (let name = 0; name < nameCount; name++) entityOf[name] = name;
  for (const at of mapped) entityOf[id[at]!] = entity[group[at]!]!;
  for (const spellings of several) {
    const shown = spellings.reduce((best, each) => (each.units > best.units ? each : best));
    for (const spelling of spellings) entityOf[spelling.id] = shown.id;
  }
  return { entityOf, merged };
}

function largest(several: readonly Spelling[][]): MergedIds['examples'] {
  return several
    .map((spellings) => ({ spellings, total: spellings.reduce((sum, { units }) => sum + units, 0) }))
    .sort((a, b) => b.total - a.total || a.spellings[0]!.id - b.spellings[0]!.id)
    .slice(0, MERGED_EXAMPLES)
    .map(({ spellings }) =>
      [...spellings]
        .sort((a, b) => b.units - a.units || a.id - b.id)
        .map(({ id, units }) => ({ id, units: BigInt(units) })),
    );
}
