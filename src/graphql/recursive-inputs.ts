import {
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  Kind,
  typeFromAST,
} from 'graphql';

/** Whether a variable of the document can hold an input object that contains its own type, as a `RowFilter` does. */
export function hasRecursiveInput({ definitions }: DocumentNode, schema: GraphQLSchema): boolean {
  const variables = definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [],
  );
  return variables.some(({ type }) => {
    const declared = typeFromAST(schema, type);
    return declared !== undefined && isRecursive(getNamedType(declared), []);
  });
}

function isRecursive(type: GraphQLNamedType, parents: readonly GraphQLNamedType[]): boolean {
  if (!isInputObjectType(type)) return false;
  if (parents.includes(type)) return true;
  return Object.values(type.getFields()).some((field) => isRecursive(getNamedType(field.type), [...parents, type]));
}
