import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildASTSchema, isRequiredArgument, Kind, visit } from 'graphql';

/**
 * Changes that break clients of the released contract, ordered by location. isNowRequired: an argument that has become
 * required. Definitions whose deprecation has ended may be removed.
 */
export async function breakingChanges(released, current) {
  const promised = buildASTSchema(withoutEnded(released));
  const changes = await diff(promised, current);
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ message, path = '' }) => ({ message, path, isNowRequired: isRequired(current, path) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isRequired(schema, path) {
  const [type, field, name] = path.split('.');
  const argument = schema
    .getType(type)
    ?.getFields?.()
    [field]?.args?.find((each) => each.name === name);
  return argument !== undefined && isRequiredArgument(argument);
}

/** Deprecations without an end date. */
export function openEndedDeprecations(document) {
  const places = [];
  visit(document, {
    Directive(directive, _key, _parent, _path, ancestors) {
      if (directive.name.value === 'deprecated' && endOf(directive) === undefined) places.push(placeOf(ancestors));
    },
  });
  return places;
}

/** `Type.field`, from the ancestors of a node. */
function placeOf(ancestors) {
  return ancestors.flatMap((node) => (node.name ? [node.name.value] : [])).join('.');
}

/** A contract without definitions whose deprecation has ended, and without types that only they used. */
function withoutEnded(document) {
  const today = new Date().toISOString().slice(0, 10);
  const hasEnded = ({ directives }) =>
    directives.some((directive) => directive.name.value === 'deprecated' && endOf(directive) <= today);
  const drop = (node) => (hasEnded(node) ? null : undefined);
  const kept = visit(document, { FieldDefinition: drop, InputValueDefinition: drop, EnumValueDefinition: drop });
  return withoutUnused(kept, unusedTypes(document));
}

function withoutUnused(document, unusedBefore) {
  const unused = unusedTypes(document);
  const definitions = document.definitions.filter(
    ({ name }) => !unused.has(name?.value) || unusedBefore.has(name?.value),
  );
  if (definitions.length === document.definitions.length) return document;
  return withoutUnused({ ...document, definitions }, unusedBefore);
}

function unusedTypes(document) {
  const used = new Set(['Query', 'Mutation', 'Subscription']);
  visit(document, { NamedType: ({ name }) => void used.add(name.value) });
  const types = document.definitions.filter(({ kind }) => kind.endsWith('TypeDefinition'));
  return new Set(types.map(({ name }) => name.value).filter((name) => !used.has(name)));
}

/** The day in `@deprecated(reason: "… until 2027-01-01")`. */
function endOf({ arguments: given }) {
  const reason = given.find(({ name }) => name.value === 'reason')?.value;
  return reason?.kind === Kind.STRING ? /until (\d{4}-\d{2}-\d{2})/.exec(reason.value)?.[1] : undefined;
}
