import type { CombinedError } from '@urql/core';
import { useEffect, useRef, useState } from 'preact/hooks';

/** The largest page that the API gives. */
export const PAGE = 100;
/** Rows that are scrolled past faster than this are not fetched. */
const REST_MS = 60;

/** A page of a list and what came with it. */
export interface PageOfList<Row, Beside> {
  rows: readonly Row[];
  total: number;
  beside: Beside;
}

/** Fetches a page of a list, the first one being 0. */
export type FetchPage<Row, Beside> = (page: number) => Promise<PageOfList<Row, Beside> | CombinedError | undefined>;

/** A list as far as it is known. */
interface Known<Row, Beside> {
  key: string;
  fetchPage: FetchPage<Row, Beside>;
  total: number;
  beside: Beside;
  pages: Map<number, readonly Row[]>;
  /** Pages that are known or on their way. */
  requested: Set<number>;
}

export interface LongList<Row, Beside = unknown> {
  /** Changes with each list that is shown: a table with another key begins at its top. */
  key: string;
  total: number;
  /** What came with the first page. */
  beside: Beside;
  /** Undefined while it is fetched. */
  rowAt: (index: number) => Row | undefined;
  /** Fetches the rows from one index to another, once scrolling pauses. */
  onVisible: (first: number, last: number) => void;
}

/**
 * A list of any length, fetched by pages when they are seen. While another one is fetched, the previous one stays.
 * @param key identifies the list: with another key it is fetched again
 */
export function usePages<Row, Beside>(key: string, fetchPage: FetchPage<Row, Beside>) {
  const [attempt, setAttempt] = useState(0);
  const [known, setKnown] = useState<Known<Row, Beside>>();
  const [error, setError] = useState<CombinedError>();
  const [, setLoaded] = useState(0);
  const timer = useRef(0);
  const current = useRef('');

  useEffect(() => {
    current.current = key;
    void fetchPage(0).then((first) => {
      if (current.current !== key) return;
      setError(isFailure(first) ? first : undefined);
      if (!first || isFailure(first)) return;
      const { rows, total, beside } = first;
      setKnown({ key, fetchPage, total, beside, pages: new Map([[0, rows]]), requested: new Set([0]) });
    });
    return () => {
      current.current = '';
      clearTimeout(timer.current);
    };
  }, [key, attempt]);

  const load = async (from: Known<Row, Beside>, page: number) => {
    if (from.requested.has(page)) return;
    from.requested.add(page);
    const answer = await from.fetchPage(page);
    if (current.current !== from.key) return;
    if (answer && !isFailure(answer)) from.pages.set(page, answer.rows);
    else {
      from.requested.delete(page);
      setError(answer);
    }
    setLoaded((count) => count + 1);
  };

  const shown: LongList<Row, Beside> | undefined = known && {
    key: known.key,
    total: known.total,
    beside: known.beside,
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
  };
}

function isFailure(answer: object | undefined): answer is CombinedError {
  return answer instanceof Error;
}
