import type { AnyVariables, CombinedError, OperationContext, TypedDocumentNode } from '@urql/core';
import { type UseQueryArgs, useQuery } from '@urql/preact';
import { useEffect, useRef } from 'preact/hooks';
import { refreshCount } from './client.js';

export interface QueryResult<Data> {
  data: Data | undefined;
  error: CombinedError | undefined;
  /** There is nothing to show yet. */
  isLoading: boolean;
  /** The data shown is of the previous variables, or is being fetched again. */
  isStale: boolean;
  retry: () => void;
}

/** For data that other clients change too: shows the cached result and fetches it again. The typename is named because an empty list has none that urql could invalidate. */
const ALWAYS_REFRESHED: Partial<OperationContext> = {
  requestPolicy: 'cache-and-network',
  additionalTypenames: ['Dataset'],
};

/** Runs a query. While its variables change, the previous result stays, marked stale. */
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
