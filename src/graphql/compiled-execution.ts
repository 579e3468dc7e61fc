import type { Plugin } from '@envelop/core';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { type DocumentNode, type ExecutionResult, execute, GraphQLError, type SourceLocation } from 'graphql';
import { hasRecursiveInput } from './recursive-inputs.js';
import { withoutFragments } from './without-fragments.js';

/** Compiling takes as long as many executions: it is not worth it for a document that is used once or twice. */
const COMPILE_AT_USE = 3;
/** Compiling blocks the event loop: a longer document would delay all other requests. */
const MAX_SOURCE_CHARACTERS = 10_000;

/** graphql-jit: documents that are used repeatedly are compiled, with the same answers (measured: docs/adr/0012). */
export function compiledExecution(): Plugin[] {
  const uses = new WeakMap<DocumentNode, number>();
  const compilable = new WeakMap<DocumentNode, DocumentNode | null>();
  const jit = useGraphQlJit(
    {},
    {
      enableIf({ document, schema }) {
        if ((document.loc?.source.body.length ?? Number.POSITIVE_INFINITY) > MAX_SOURCE_CHARACTERS) return false;
        const use = Math.min((uses.get(document) ?? 0) + 1, COMPILE_AT_USE);
        uses.set(document, use);
        if (use < COMPILE_AT_USE) return false;
        // graphql-jit moves the fields of fragments behind all others, skips a fragment for good once it was skipped, and fails
        // where the type of an object is only known at run time (type-graphql resolves it from the object).
        // It does not end where an input type contains itself.
        if (!compilable.has(document)) {
          compilable.set(document, hasRecursiveInput(document, schema) ? null : withoutFragments(document, schema));
        }
        return compilable.get(document) !== null;
      },
    },
  );
  return [jit, standardErrors((document) => compilable.get(document) ?? document)];
}

/**
 * Executes the compilable form of a document. graphql-jit's errors lack fields that readers of GraphQLError rely on, and
 * word invalid variables differently.
 */
function standardErrors(compilable: (document: DocumentNode) => DocumentNode): Plugin {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn(async (args) => {
        const result: ExecutionResult = await executeFn({ ...args, document: compilable(args.document) });
        if (result.errors === undefined) return result;
        // Nothing was executed: graphql-js reports the invalid variables.
        if (result.data === undefined) return execute(args);
        return { ...result, errors: result.errors.map((error) => asGraphqlError(error, args.document)) };
      });
    },
  };
}

function asGraphqlError(error: GraphQLError, document: DocumentNode): GraphQLError {
  if (error.constructor === GraphQLError) return error;
  const { message, path, originalError, locations = [] } = error;
  const { source } = document.loc!;
  const positions = locations.map((location) => positionOf(location, source.body));
  return new GraphQLError(message, { source, positions, path, originalError });
}

/** graphql's getLocation, the other way round. */
function positionOf({ line, column }: SourceLocation, text: string): number {
  let start = 0;
  const lineEnds = /\r\n|[\n\r]/g;
  for (let passed = 1; passed < line && lineEnds.exec(text) !== null; passed++) start = lineEnds.lastIndex;
  return start + column - 1;
}
