import type { GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import { GraphQLError, Kind, type ValidationRule } from 'graphql';
import type { Context } from '../../../resolvers/context.js';
import { ConcentricError } from '../../model/errors.js';
import { refusal } from '../refusal.js';
import { costOf } from './operation-cost.js';
import { measureShapes, type OperationShape } from './operation-shape.js';

/** GraphiQL's introspection has about 200 tokens; a hand-written operation seldom more. */
export const parseOptions = { maxTokens: 2_000 };

/**
 * Of one operation. GraphiQL's introspection is 15 levels deep and has 240 selections, the largest operation of ours
 * (schema/operations/) 6 and 104.
 */
const MAX_SHAPE: Readonly<OperationShape> = {
  depth: 20,
  rootFields: 20,
  aliases: 50,
  directives: 50,
  selections: 2_000,
};

/** An analysis with everything of it costs about 70, a page of 100 datasets with their schemas about 800. */
const MAX_COST = 5_000;

const units = {
  depth: 'levels of fields',
  rootFields: 'root fields',
  aliases: 'aliases',
  directives: 'directives',
  selections: 'fields and fragments',
  cost: 'points of cost',
} satisfies Record<keyof OperationShape | 'cost', string>;

/** A rule of validation: what Apollo Server remembers as a valid document has passed it. */
export const shapeLimits: ValidationRule = (context) => ({
  Document(document) {
    const shapeOf = measureShapes(document);
    for (const operation of document.definitions) {
      if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
      const shape = shapeOf(operation.selectionSet);
      const measures = Object.keys(MAX_SHAPE) as (keyof OperationShape)[];
      const exceeded = measures.find((measure) => shape[measure] > MAX_SHAPE[measure]);
      if (exceeded === undefined) continue;
      const originalError = tooLarge(exceeded, MAX_SHAPE[exceeded], shape[exceeded]);
      context.reportError(new GraphQLError(originalError.message, { nodes: operation, originalError }));
    }
  },
});

/**
 * The cost of an operation, by its variables too: hence for each request, after validation and before any cache is queried or
 * anything is executed.
 *
 * @throws OPERATION_TOO_LARGE
 */
export function limitedCost({
  schema,
  document,
  operation,
  request,
}: GraphQLRequestContextDidResolveOperation<Context>): number {
  if (operation == null) return 0;
  const cost = costOf(schema, document, operation, request.variables ?? {});
  if (cost > MAX_COST) throw refusal(400, tooLarge('cost', MAX_COST, cost));
  return cost;
}

function tooLarge(measure: keyof typeof units, max: number, got: number): ConcentricError {
  return new ConcentricError(
    'OPERATION_TOO_LARGE',
    `This operation is too large: ${got} ${units[measure]}, and at most ${max} are allowed. Ask for less, or send it in parts.`,
    { measure, max, got },
  );
}
