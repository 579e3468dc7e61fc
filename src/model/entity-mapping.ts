/** Which entity a row counts for: the one its name is merged into, or the topmost parent of that one. */
export const EntityLevel = { ENTITY: 'ENTITY', PARENT: 'PARENT' } as const;
export type EntityLevel = keyof typeof EntityLevel;

/** What people decided about the names of a column, as stored in `entities/<sha256>.json` of the dataset. */
export interface EntityMapping {
  merges: EntityMerge[];
  parents: EntityParent[];
  /** Sets of names that are known to be different from each other, so that they are not proposed as one. */
  distinct: string[][];
}

/** Names that are one entity. The entity's own name belongs to it without being listed; it need not occur in the data. */
export interface EntityMerge {
  entity: string;
  names: string[];
}

/** `entity` is the name of a merge, or a name that is not merged; `parent` may have a parent itself. */
export interface EntityParent {
  entity: string;
  parent: string;
}

/** The mapping of a column, as the dataset's record names it. It applies to every kept version. */
export interface SavedEntityMapping {
  column: string;
  /** Of the file, which holds the mapping in canonical form: equal mappings have the same. */
  sha256: string;
  /** RFC 3339, UTC, milliseconds. */
  savedAt: string;
}
