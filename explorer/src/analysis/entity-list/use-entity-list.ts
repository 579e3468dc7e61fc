import type { CombinedError } from '@urql/core';
import { useEffect, useRef, useState } from 'preact/hooks';
import {
  ExplorerEntitiesDocument,
  type ExplorerEntitiesQuery,
  type ExplorerEntitiesQueryVariables,
} from '../../../../clients/typescript/generated/graphql.js';
import { client } from '../../api/client.js';

/** The largest page that the API gives. */
export const PAGE = 100;
/** Rows that are scrolled past faster than this are not fetched. */
const REST_MS = 60;

export type ListOf = Omit<ExplorerEntitiesQueryVariables, 'first' | 'skip'>;
type Analysis = NonNullable<NonNullable<ExplorerEntitiesQuery['dataset']>['analysis']>;
export type EntityRow = NonNullable<Analysis['entities']>['nodes'][number];

/** A list as far as it is known. */
interface Known {
  key: string;
  list: ListOf;
  total: number;
  pages: Map<number, readonly EntityRow[]>;
  /** Pages that are known or on their way. */
  requested: Set<number>;
}

export interface EntityList {
  /** Changes with each list that is shown: a table with another key begins at its top. */
  key: string;
  total: number;
  /** Undefined while it is fetched. */
  rowAt: (index: number) => EntityRow | undefined;
  /** Fetches the rows from one index to another, once scrolling pauses. */
  onVisible: (first: number, last: number) => void;
}

export function pageOf(list: ListOf, page: number) {
  const variables = { ...list, first: PAGE, skip: page * PAGE };
  return client.peek().query(ExplorerEntitiesDocument, variables).toPromise();
}

/** A list of any length, fetched by pages when they are seen. While another one is fetched, the previous one stays. */
export function useEntityList(list: ListOf) {
  const [attempt, setAttempt] = useState(0);
  const [known, setKnown] = useState<Known>();
  const [error, setError] = useState<CombinedError>();
  const [of, setOf] = useState<Pick<Analysis, 'byPeriod' | 'period'>>();
  const [, setLoaded] = useState(0);
  const timer = useRef(0);
  const current = useRef('');
  const key = JSON.stringify(list);

  useEffect(() => {
    current.current = key;
    void pageOf(list, 0).then((result) => {
      if (current.current !== key) return;
      const analysis = result.data?.dataset?.analysis;
      const entities = analysis?.entities;
      setError(result.error);
      if (analysis) setOf(analysis);
      if (entities) {
        const { totalCount: total, nodes } = entities;
        setKnown({ key, list, total, pages: new Map([[0, nodes]]), requested: new Set([0]) });
      }
    });
    return () => {
      current.current = '';
      clearTimeout(timer.current);
    };
  }, [key, attempt]);

  const load = async (from: Known, page: number) => {
    if (from.requested.has(page)) return;
    from.requested.add(page);
    const result = await pageOf(from.list, page);
    if (current.current !== from.key) return;
    const nodes = result.data?.dataset?.analysis?.entities?.nodes;
    if (nodes) from.pages.set(page, nodes);
    else {
      from.requested.delete(page);
      setError(result.error);
    }
    setLoaded((count) => count + 1);
  };

  const shown: EntityList | undefined = known && {
    key: known.key,
    total: known.total,
    rowAt: (index) => known.pages.get(Math.floor(index / PAGE))?.[index % PAGE],
    onVisible: (first, last) => {
      clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) void load(known, page);
      }, REST_MS);
    },
  };
  return {
    shown,
    isStale: known !== undefined && known.key !== key,
    error,
    retry: () => {
      setError(undefined);
      setAttempt(attempt + 1);
    },
    classes: of?.period?.classes ?? [],
    periods: of?.byPeriod.map(({ period }) => period) ?? [],
  };
}
