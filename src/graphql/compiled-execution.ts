import type { Plugin } from '@envelop/core';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { type DocumentNode, type ExecutionResult, execute, GraphQLError, Kind, type SourceLocation } from 'graphql';

/** Compiling takes as long as many executions; what is asked once or twice is not worth it. */
const COMPILE_AT_USE = 3;
/** Compiling goes on in one piece: a longer document would hold up all others. */
const MAX_SOURCE_CHARACTERS = 10_000;

/** graphql-jit: documents that are asked again and again are executed by code made for them, with the same answers. */
export function compiledExecution(): Plugin[] {
  const uses = new WeakMap<DocumentNode, number>();
  const jit = useGraphQlJit(
    {},
    {
      enableIf({ document }) {
        if (!isCompilable(document)) return false;
        const use = Math.min((uses.get(document) ?? 0) + 1, COMPILE_AT_USE);
        uses.set(document, use);
        return use === COMPILE_AT_USE;
      },
    },
  );
  return [jit, standardErrors];
}

/** The plugin keeps one compiled operation a document, whichever of its operations is asked for. */
function isCompilable({ definitions, loc }: DocumentNode): boolean {
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return operations.length === 1 && loc !== undefined && loc.source.body.length <= MAX_SOURCE_CHARACTERS;
}

/**
 * graphql-jit has errors of its own, which lack what GraphQLError's readers count on, and other words for variables that
 * do not fit.
 */
const standardErrors: Plugin = {
  onExecute({ executeFn, setExecuteFn }) {
    setExecuteFn(async (args) => {
      const result: ExecutionResult = await executeFn(args);
      if (result.errors === undefined) return result;
      // Nothing has been executed yet.
      if (result.data === undefined) return execute(args);
      return { ...result, errors: result.errors.map((error) => asGraphqlError(error, args.document)) };
    });
  },
};

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
