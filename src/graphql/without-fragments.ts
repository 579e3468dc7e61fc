import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * A document of one operation, its fragments written out where they are spread: the same fields in the same order
 * (https://spec.graphql.org/October2021/#CollectFields()). Null where that cannot be written so: where a fragment has a
 * directive, or the type of what a field gives is only known when it comes. The document is valid, and as long as the
 * limits of an operation let it be, fragments wherever they are spread.
 */
export function withoutFragments({ definitions }: DocumentNode, schema: GraphQLSchema): DocumentNode | null {
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations as OperationDefinitionNode[];
  const root = operation && schema.getRootType(operation.operation);
  if (!root || operations.length > 1) return null;
  const fragments = new Map(
    definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])),
  );
  const selectionSet = writtenOut(operation.selectionSet, root, { schema, fragments });
  return selectionSet && { kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet }] };
}

interface Surroundings {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

function writtenOut(set: SelectionSetNode, type: GraphQLObjectType, around: Surroundings): SelectionSetNode | null {
  const selections: SelectionNode[] = [];
  for (const selection of set.selections) {
    const written =
      selection.kind === Kind.FIELD ? fieldOf(selection, type, around) : fieldsOf(selection, type, around);
    if (written === null) return null;
    selections.push(...written);
  }
  return { ...set, selections };
}

function fieldOf(field: FieldNode, type: GraphQLObjectType, around: Surroundings): SelectionNode[] | null {
  if (field.selectionSet === undefined) return [field];
  const ofField = getNamedType(type.getFields()[field.name.value]?.type);
  if (!isObjectType(ofField)) return null;
  const selectionSet = writtenOut(field.selectionSet, ofField, around);
  return selectionSet && [{ ...field, selectionSet }];
}

function fieldsOf(
  spread: FragmentSpreadNode | InlineFragmentNode,
  type: GraphQLObjectType,
  around: Surroundings,
): readonly SelectionNode[] | null {
  const fragment = spread.kind === Kind.INLINE_FRAGMENT ? spread : around.fragments.get(spread.name.value);
  if (fragment === undefined || spread.directives?.length || fragment.directives?.length) return null;
  return isOfType(type, fragment, around.schema)
    ? (writtenOut(fragment.selectionSet, type, around)?.selections ?? null)
    : null;
}

/** Whether whatever is of `type` is of the fragment's. */
function isOfType(
  type: GraphQLObjectType,
  { typeCondition }: FragmentDefinitionNode | InlineFragmentNode,
  schema: GraphQLSchema,
): boolean {
  const name = typeCondition?.name.value;
  if (name === undefined || name === type.name) return true;
  const condition = schema.getType(name);
  return isAbstractType(condition) && schema.isSubType(condition, type);
}
