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
import { fragmentsOf } from './fragments.js';

/**
 * A document of one operation with its fragments inlined where they are spread: the same fields in the same order
 * (https://spec.graphql.org/October2021/#CollectFields()). Null where that is not possible: where a fragment has a
 * directive, or where the type of a field's object is only known at run time. The document must be valid and within the
 * limits of an operation, which bound how long the result gets.
 */
export function withoutFragments(document: DocumentNode, schema: GraphQLSchema): DocumentNode | null {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations as OperationDefinitionNode[];
  const root = operation && schema.getRootType(operation.operation);
  if (!root || operations.length > 1) return null;
  const selectionSet = inlined(operation.selectionSet, root, { schema, fragments: fragmentsOf(document) });
  return selectionSet && { kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet }] };
}

interface Scope {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

function inlined(set: SelectionSetNode, type: GraphQLObjectType, scope: Scope): SelectionSetNode | null {
  const selections: SelectionNode[] = [];
  for (const selection of set.selections) {
    const fields = selection.kind === Kind.FIELD ? fieldOf(selection, type, scope) : fieldsOf(selection, type, scope);
    if (fields === null) return null;
    selections.push(...fields);
  }
  return { ...set, selections };
}

function fieldOf(field: FieldNode, type: GraphQLObjectType, scope: Scope): SelectionNode[] | null {
  if (field.selectionSet === undefined) return [field];
  const ofField = getNamedType(type.getFields()[field.name.value]?.type);
  if (!isObjectType(ofField)) return null;
  const selectionSet = inlined(field.selectionSet, ofField, scope);
  return selectionSet && [{ ...field, selectionSet }];
}

function fieldsOf(
  spread: FragmentSpreadNode | InlineFragmentNode,
  type: GraphQLObjectType,
  scope: Scope,
): readonly SelectionNode[] | null {
  const fragment = spread.kind === Kind.INLINE_FRAGMENT ? spread : scope.fragments.get(spread.name.value);
  if (fragment === undefined || spread.directives?.length || fragment.directives?.length) return null;
  return isOfType(type, fragment, scope.schema)
    ? (inlined(fragment.selectionSet, type, scope)?.selections ?? null)
    : null;
}

/** Whether every object of `type` is of the fragment's type. */
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
