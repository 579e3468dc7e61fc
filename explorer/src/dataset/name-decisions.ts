/** The lists of a mapping as saveEntities takes them. */
export interface Decisions {
  merges: { entity: string; names: string[] }[];
  parents: { entity: string; parent: string }[];
  distinct: { names: string[] }[];
}

export const noDecisions: Decisions = { merges: [], parents: [], distinct: [] };

/** Makes names one entity, called as the first of them. Those that were entities bring the names merged into them. */
export function merged({ merges, parents, distinct }: Decisions, names: readonly string[]): Decisions {
  const [entity = '', ...others] = names;
  const isJoined = (name: string) => names.includes(name);
  const brought = merges.filter((merge) => isJoined(merge.entity)).flatMap((merge) => merge.names);
  const all = [...new Set([...others, ...brought])].filter((name) => name !== entity);
  const renamed = (name: string) => (isJoined(name) ? entity : name);
  const moved = parents
    .map((each) => ({ entity: renamed(each.entity), parent: renamed(each.parent) }))
    .filter(
      (each, at, list) => each.entity !== each.parent && list.findIndex((other) => other.entity === each.entity) === at,
    );
  return {
    merges: [...merges.filter((merge) => !isJoined(merge.entity)), { entity, names: all }],
    parents: moved,
    distinct,
  };
}

/** Makes an entity of several names into its names again. */
export function unmerged({ merges, parents, distinct }: Decisions, entity: string): Decisions {
  return { merges: merges.filter((merge) => merge.entity !== entity), parents, distinct };
}

/** Says that names are different, so that they are not proposed again. */
export function refused({ merges, parents, distinct }: Decisions, names: readonly string[]): Decisions {
  return { merges, parents, distinct: [...distinct, { names: [...names] }] };
}

export function unrefused({ merges, parents, distinct }: Decisions, index: number): Decisions {
  return { merges, parents, distinct: distinct.filter((_, at) => at !== index) };
}

/** Puts an entity under a parent; an empty parent takes it out. */
export function withParent({ merges, parents, distinct }: Decisions, entity: string, parent: string): Decisions {
  const others = parents.filter((each) => each.entity !== entity);
  return { merges, parents: parent === '' ? others : [...others, { entity, parent }], distinct };
}
