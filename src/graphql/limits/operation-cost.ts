import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
} from 'graphql';
import type { Cost, InputField, PageLength } from '../../../resolvers/costs.js';
import { fragmentsOf } from '../fragments.js';

/**
 * The work of an operation, in objects to read: a field of an object or a list costs 1 and what is selected in it, a page
 * that times its length, a field with more work what its resolver declares (@Costs). Other single values cost nothing.
 * Each fragment is computed once, so that the time is linear in the document and not in what its fragments expand to.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const known = fixed.get(operation);
  if (known?.schema === schema) return known.cost;
  const fragments = fragmentsOf(document);
  const computed = new Map<string, number>();
  let isFixed = true;

  function ofSet({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): number {
    let sum = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) sum += ofField(selection, type);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) sum += ofFragment(selection.name.value);
      else sum += ofSet(selection.selectionSet, typeNamed(selection.typeCondition?.name.value) ?? type);
    }
    return sum;
  }

  function ofField(node: FieldNode, parent: GraphQLNamedType | undefined): number {
    const field = fieldOf(parent, node.name.value);
    const type = field && getNamedType(field.type);
    if (!field) return 0;
    const below = node.selectionSet ? ofSet(node.selectionSet, type) : 0;
    const cost = (field.extensions.cost as Cost | undefined) ?? { own: isLeafType(type) ? 0 : 1 };
    if ('own' in cost) return (cost.more ?? []).reduce((sum, more) => sum + moreOf(node, more), cost.own + below);
    if ('perItem' in cost) return 1 + lengthOf(node, cost.perItem) * below;
    return 1 + itemsOf(node, cost.perArgumentItem.argument) * (cost.perArgumentItem.own + below);
  }

  function ofFragment(name: string): number {
    const known = computed.get(name);
    if (known !== undefined) return known;
    const fragment = fragments.get(name);
    const cost = fragment ? ofSet(fragment.selectionSet, typeNamed(fragment.typeCondition.name.value)) : 0;
    computed.set(name, cost);
    return cost;
  }

  /** A length that is none, which the resolver refuses, counts as the nearest that is one. */
  function lengthOf({ arguments: given }: FieldNode, { fallback, max }: PageLength): number {
    const lengths = ['first', 'last'].map((length) =>
      numberIn(given?.find(({ name }) => name.value === length)?.value),
    );
    return Math.min(Math.max(lengths.find((length) => length !== undefined) ?? fallback, 1), max);
  }

  /** A single value for a list counts as one item, as GraphQL reads it. */
  function itemsOf({ arguments: given }: FieldNode, argument: string): number {
    const items = inputOf(given?.find(({ name }) => name.value === argument)?.value);
    return Array.isArray(items) ? items.length : 1;
  }

  function moreOf({ arguments: given }: FieldNode, { argument, field, own }: InputField): number {
    const value = given?.find(({ name }) => name.value === argument)?.value;
    if (value?.kind !== Kind.OBJECT) {
      const input = inputOf(value);
      return isRecord(input) ? own * timesOf(input[field]) : 0;
    }
    const found = value.fields.find(({ name }) => name.value === field)?.value;
    if (found === undefined || found.kind === Kind.NULL) return 0;
    if (found.kind === Kind.BOOLEAN) return found.value ? own : 0;
    if (found.kind === Kind.VARIABLE || found.kind === Kind.LIST) return own * timesOf(inputOf(found));
    return own;
  }

  function numberIn(value: ValueNode | undefined): number | undefined {
    const number = inputOf(value);
    return typeof number === 'number' ? number : undefined;
  }

  /** The value of a literal (its items unread) or of a variable; undefined where none is given. */
  function inputOf(value: ValueNode | undefined): unknown {
    if (value?.kind === Kind.INT) return Number(value.value);
    if (value?.kind === Kind.LIST) return value.values;
    if (value?.kind !== Kind.VARIABLE) return undefined;
    isFixed = false;
    const given = variables[value.name.value];
    if (given !== undefined) return given;
    const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === value.name.value);
    return inputOf(definition?.defaultValue);
  }

  function typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : schema.getType(name);
  }

  const cost = ofSet(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
  if (isFixed) fixed.set(operation, { schema, cost });
  return cost;
}

function timesOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return value == null || value === false ? 0 : 1;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Of operations whose cost does not depend on variables. */
const fixed = new WeakMap<OperationDefinitionNode, { schema: GraphQLSchema; cost: number }>();

/** Undefined for `__typename`, which costs nothing. */
function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  const meta = [SchemaMetaFieldDef, TypeMetaFieldDef].find((field) => field.name === name);
  if (meta) return meta;
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}
