import { getNamedType, isEnumType, isInputObjectType, TypeInfo, typeFromAST, visit, visitWithTypeInfo } from 'graphql';

/**
 * The parts of a schema that an operation uses, with the location of the first use: fields (`Type.field`), arguments
 * (`Type.field.argument`), named types, and enums and inputs as a whole (`Type.*`).
 */
export function operationUses(document, schema) {
  const uses = new Map();
  const note = (name, { loc }) => {
    if (!uses.has(name)) uses.set(name, `${loc.source.name}:${loc.startToken.line}`);
  };
  const noteType = (type, node) => {
    const named = type && getNamedType(type);
    if (!named || uses.has(`${named.name}.*`) || !(isEnumType(named) || isInputObjectType(named))) return;
    note(`${named.name}.*`, node);
    if (isInputObjectType(named)) for (const field of Object.values(named.getFields())) noteType(field.type, node);
  };

  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      VariableDefinition: (node) => noteType(typeFromAST(schema, node.type), node),
      Field(node) {
        note(`${types.getParentType()?.name}.${node.name.value}`, node);
        noteType(types.getType(), node);
      },
      Argument(node) {
        const field = types.getFieldDef();
        if (field) note(`${types.getParentType()?.name}.${field.name}.${node.name.value}`, node);
        noteType(types.getInputType(), node);
      },
      NamedType: (node) => note(node.name.value, node),
    }),
  );
  return uses;
}

/** The location where a change affects the operation, or undefined. */
export function touchedAt(uses, { path, isNowRequired }) {
  const [type, field] = path.split('.');
  return uses.get(path) ?? uses.get(`${type}.*`) ?? (isNowRequired ? uses.get(`${type}.${field}`) : undefined);
}
