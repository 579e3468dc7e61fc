import type { GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { Context } from '../../resolvers/context.js';
import { forbidden } from '../model/access-errors.js';
import { mayActAs, type Role } from '../model/principal.js';
import { refusal } from './refusal.js';
import { rootFields } from './root-fields.js';

/**
 * Enforces the roles that the root fields of an operation need: as a whole and before anything is executed, so that no
 * mutation is half done, and before any cache is read.
 */
export function enforceRoles({
  schema,
  document,
  operation,
  contextValue: { principal },
}: GraphQLRequestContextDidResolveOperation<Context>): void {
  if (operation == null) return;
  const fields = schema.getRootType(operation.operation)?.getFields() ?? {};
  for (const { name } of rootFields(document, operation)) {
    const field = fields[name.value];
    const needed = field && neededRole(field);
    if (needed && !mayActAs(principal, needed)) throw refusal(403, forbidden(name.value, needed, principal));
  }
}

/** Describes in the contract which role a field needs. @throws where a mutation declares none, so that none is open by oversight */
export function describeRoles(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const field of roots.flatMap((type) => fieldsOf(type))) {
    const needed = neededRole(field);
    if (needed) field.description += ` Needs the role ${needed.toLowerCase()} where keys are set.`;
  }
  const open = fieldsOf(schema.getMutationType()).filter((field) => neededRole(field) === undefined);
  if (open.length > 0) throw new Error(`${open.map(({ name }) => name)}: a mutation needs a role (@NeedsRole)`);
}

/** Undefined where every key may use the field. */
function neededRole({ extensions }: GraphQLField<unknown, unknown>): Role | undefined {
  return extensions.role as Role | undefined;
}

function fieldsOf(type: GraphQLObjectType | null | undefined): GraphQLField<unknown, unknown>[] {
  return Object.values(type?.getFields() ?? {});
}
