import { existsSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLArgument,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { buildGraphqlSchema } from '../../src/graphql/build-schema.js';
import { printGraphqlSchema } from '../../src/graphql/print-schema.js';

const contractPath = new URL('../../../shared/design/contract.graphql', import.meta.url);
const schema = buildGraphqlSchema();

describe('the schema', () => {
  it('is what schema/schema.graphql says', () => {
    const committed = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');
    expect(printGraphqlSchema()).toBe(committed);
  });

  it('describes every type, field, argument and enum value', () => {
    expect(undescribed()).toEqual([]);
  });

  it.skipIf(!existsSync(contractPath))('keeps every promise of ../shared/design/contract.graphql', () => {
    const contract = buildSchema(readFileSync(contractPath, 'utf8'));
    const broken = findBreakingChanges(contract, schema).map(({ description }) => description);
    expect(broken).toEqual([]);
  });
});

function undescribed(): string[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
  );
  const places = types.flatMap((type) => {
    // The entry points are described by their fields.
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const isRoot = roots.some((root) => root === type);
    const self = isRoot ? [] : [{ name: type.name, description: type.description }];
    if (isEnumType(type)) return [...self, ...type.getValues().map((value) => within(type.name, value))];
    if (isInputObjectType(type))
      return [...self, ...Object.values(type.getFields()).map((field) => within(type.name, field))];
    if (!isObjectType(type) && !isInterfaceType(type)) return self;
    const fields = Object.values(type.getFields()).flatMap((field) => [
      within(type.name, field),
      ...field.args.map((argument: GraphQLArgument) => within(`${type.name}.${field.name}`, argument)),
    ]);
    return [...self, ...fields];
  });
  const directives = schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive));
  return [...places, ...directives].filter(({ description }) => !description?.trim()).map(({ name }) => name);
}

function within(parent: string, { name, description }: { name: string; description?: string | null }) {
  return { name: `${parent}.${name}`, description };
}
