import type { AnyVariables, CombinedError, OperationContext, TypedDocumentNode } from '@urql/core';
import { type UseQueryArgs, useQuery } from '@urql/preact';
import { useEffect, useRef } from 'preact/hooks';
import { refreshCount } from './client.js';

export interface QueryResult<Data> {
  data: Data | undefined;
  error: CombinedError | undefined;
  /** Nothing to show yet. */
  isLoading: boolean;
  /** What is shown belongs to the queryArgs before, or is being asked for again. */
  isStale: boolean;
  retry: () => void;
}

/** What others change too: shown at once as it was, and asked for anew. An empty list names no type that an upload could be seen to change. */
const ALWAYS_REFRESHED: Partial<OperationContext> = {
  requestPolicy: 'cache-and-network',
  additionalTypenames: ['Dataset'],
};

/** The answer to a query; while its variables change, the answer before stays, marked stale. */
export function useQueryResult<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { pause = false, isChanging = false }: { pause?: boolean; isChanging?: boolean } = {},
): QueryResult<Data> {
  const context = isChanging ? ALWAYS_REFRESHED : undefined;
  const queryArgs = { query, variables, pause, context } as UseQueryArgs<Variables, Data>;
  const [result, execute] = useQuery<Data, Variables>(queryArgs);
  const lastData = useRef<Data>(undefined);
  if (result.data !== undefined) lastData.current = result.data;
  const retry = () => execute({ ...context, requestPolicy: 'network-only' });

  const lastRefresh = useRef(refreshCount.value);
  useEffect(() => {
    if (lastRefresh.current === refreshCount.value) return;
    lastRefresh.current = refreshCount.value;
    if (!pause) retry();
  }, [refreshCount.value]);

  const isFetching = result.fetching || result.stale;
  return {
    data: result.error && !result.data ? undefined : lastData.current,
    error: result.error,
    isLoading: lastData.current === undefined && !result.error,
    isStale: isFetching && lastData.current !== undefined,
    retry,
  };
}
