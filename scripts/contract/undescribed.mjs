import { visit } from 'graphql';

/** The types, fields, arguments, input fields, enum values and directives of a contract that have no description. */
export function undescribed(document) {
  const places = [];
  const look = (node, _key, _parent, _path, ancestors) => {
    const names = ancestors.flatMap((above) => (above.name ? [above.name.value] : []));
    if (!node.description?.value.trim()) places.push([...names, node.name.value].join('.'));
  };
  const lookAtType = (node, ...rest) => {
    // Root types are described by their fields.
    if (!['Query', 'Mutation', 'Subscription'].includes(node.name.value)) look(node, ...rest);
  };
  visit(document, {
    ObjectTypeDefinition: lookAtType,
    InterfaceTypeDefinition: look,
    UnionTypeDefinition: look,
    ScalarTypeDefinition: look,
    EnumTypeDefinition: look,
    InputObjectTypeDefinition: look,
    DirectiveDefinition: look,
    FieldDefinition: look,
    InputValueDefinition: look,
    EnumValueDefinition: look,
  });
  return places;
}
