import type { AnyVariables, CombinedError, OperationContext, TypedDocumentNode } from '@urql/core';
import { type UseQueryArgs, useQuery } from '@urql/preact';
import { useEffect, useRef } from 'preact/hooks';
import { changes } from './client.js';

export interface Answer<Data> {
  data: Data | undefined;
  error: CombinedError | undefined;
  /** Nothing to show yet. */
  isLoading: boolean;
  /** What is shown belongs to the question before, or is being asked for again. */
  isStale: boolean;
  retry: () => void;
}

/** What others change too: shown at once as it was, and asked for anew. An empty list names no type that an upload could be seen to change. */
const CHANGING: Partial<OperationContext> = { requestPolicy: 'cache-and-network', additionalTypenames: ['Dataset'] };

/** The answer to a query; while its variables change, the answer before stays, marked stale. */
export function useAnswer<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { pause = false, isChanging = false }: { pause?: boolean; isChanging?: boolean } = {},
): Answer<Data> {
  const context = isChanging ? CHANGING : undefined;
  const question = { query, variables, pause, context } as UseQueryArgs<Variables, Data>;
  const [result, execute] = useQuery<Data, Variables>(question);
  const kept = useRef<Data>(undefined);
  if (result.data !== undefined) kept.current = result.data;
  const retry = () => execute({ ...context, requestPolicy: 'network-only' });

  const seen = useRef(changes.value);
  useEffect(() => {
    if (seen.current === changes.value) return;
    seen.current = changes.value;
    if (!pause) retry();
  }, [changes.value]);

  const isAsked = result.fetching || result.stale;
  return {
    data: result.error && !result.data ? undefined : kept.current,
    error: result.error,
    isLoading: kept.current === undefined && !result.error,
    isStale: isAsked && kept.current !== undefined,
    retry,
  };
}
