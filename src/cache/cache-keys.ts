/** A value of a dataset by what it is. */
export type StoredPlace = { kind: 'schema_summary'; id: string } | { kind: 'analysis'; id: string; hash: string };

export type CacheKeys = ReturnType<typeof createCacheKeys>;

/**
 * The one home of every key in Redis. With a Cluster the id of the dataset is braced, so that all keys of a dataset are
 * on one node and scripts may use them together.
 */
export function createCacheKeys({ prefix, isCluster }: { prefix: string; isCluster: boolean }) {
  const tag = (id: string) => (isCluster ? `{${id}}` : id);
  const readTag = (text: string) => (isCluster ? text.replace(/^{(.*)}$/, '$1') : text);
  return {
    /** What a key holds; null for leases, indexes and the keys of others. */
    read(key: string): StoredPlace | null {
      if (!key.startsWith(prefix)) return null;
      const [kind, tagged, hash] = key.slice(prefix.length).split(':') as [string, string?, string?];
      if (tagged === undefined) return null;
      if (kind === 'schema_summary' && hash === undefined) return { kind, id: readTag(tagged) };
      return kind === 'analysis' && hash !== undefined ? { kind, id: readTag(tagged), hash } : null;
    },
    schemaSummary: (id: string) => `${prefix}schema_summary:${tag(id)}`,
    analysis: (id: string, hash: string) => `${prefix}analysis:${tag(id)}:${hash}`,
    /** Held by the process that computes the analysis. */
    analysisLease: (id: string, hash: string) => `${prefix}lease:analysis:${tag(id)}:${hash}`,
    /** The set of the keys above that hold a value of the dataset. */
    index: (id: string) => `${prefix}keys:${tag(id)}`,
    /** An answer to a whole request: `kind` says in which form, `digest` is of all that it depends on but the data. */
    answer: (kind: string, digest: string) => `${prefix}${kind}:${digest}`,
    /** The sorted set of the answers' keys that hold something of the dataset, by when they end. */
    answerIndex: (id: string) => `${prefix}answers:${tag(id)}`,
  };
}
