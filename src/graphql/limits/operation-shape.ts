import { type DocumentNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../fragments.js';

/** How large an operation is, fragments counted wherever they are spread. */
export interface OperationShape {
  /** Levels of fields. */
  depth: number;
  /** Fields of the root type. */
  rootFields: number;
  aliases: number;
  directives: number;
  /** Fields and fragments. */
  selections: number;
}

/**
 * Measures operations of a document. Each fragment is measured once, however often it is spread: a few lines can stand for
 * more fields than there are atoms. A fragment that spreads itself counts as empty there; validation refuses it.
 */
export function measureShapes(document: DocumentNode): (operation: SelectionSetNode) => OperationShape {
  const fragments = fragmentsOf(document);
  const measured = new Map<string, OperationShape>();

  function ofSet({ selections }: SelectionSetNode): OperationShape {
    return selections.reduce((sum, selection) => together(sum, ofSelection(selection)), EMPTY);
  }

  function ofSelection(selection: SelectionNode): OperationShape {
    const own = { ...EMPTY, selections: 1, directives: selection.directives?.length ?? 0 };
    if (selection.kind === Kind.INLINE_FRAGMENT) return together(own, ofSet(selection.selectionSet));
    if (selection.kind === Kind.FRAGMENT_SPREAD) return together(own, ofFragment(selection.name.value));
    const below = selection.selectionSet ? ofSet(selection.selectionSet) : EMPTY;
    const aliases = selection.alias ? 1 : 0;
    return { ...together({ ...own, aliases }, below), depth: below.depth + 1, rootFields: 1 };
  }

  function ofFragment(name: string): OperationShape {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, EMPTY);
    const fragment = fragments.get(name);
    const shape = fragment ? ofSet(fragment.selectionSet) : EMPTY;
    measured.set(name, shape);
    return shape;
  }

  return ofSet;
}

const EMPTY: OperationShape = { depth: 0, rootFields: 0, aliases: 0, directives: 0, selections: 0 };

function together(one: OperationShape, other: OperationShape): OperationShape {
  return {
    depth: Math.max(one.depth, other.depth),
    rootFields: one.rootFields + other.rootFields,
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    selections: one.selections + other.selections,
  };
}
