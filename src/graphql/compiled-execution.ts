import type { Plugin } from '@envelop/core';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { type DocumentNode, type ExecutionResult, execute, GraphQLError, type SourceLocation } from 'graphql';
import { withoutFragments } from './without-fragments.js';

/** Compiling takes as long as many executions; what is asked once or twice is not worth it. */
const COMPILE_AT_USE = 3;
/** Compiling goes on in one piece: a longer document would hold up all others. */
const MAX_SOURCE_CHARACTERS = 10_000;

/** graphql-jit: documents that are asked again and again are executed by code made for them, with the same answers. */
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
        // graphql-jit puts the fields of fragments behind all others, leaves out a fragment that was left out once, and fails
        // where a type is only known when its object comes (as type-graphql tells it).
        if (!compilable.has(document)) compilable.set(document, withoutFragments(document, schema));
        return compilable.get(document) !== null;
      },
    },
  );
  return [jit, standardErrors((document) => compilable.get(document) ?? document)];
}

/**
 * Executes what is compilable of a document. graphql-jit has errors of its own, which lack what GraphQLError's readers
 * count on, and other words for variables that do not fit.
 */
function standardErrors(compilable: (document: DocumentNode) => DocumentNode): Plugin {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn(async (args) => {
        const result: ExecutionResult = await executeFn({ ...args, document: compilable(args.document) });
        if (result.errors === undefined) return result;
        // Nothing has been executed yet.
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
