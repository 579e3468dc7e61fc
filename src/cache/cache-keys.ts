export type CacheKeys = ReturnType<typeof createCacheKeys>;

/**
 * The one home of every key in Redis. With a Cluster the id of the dataset is braced, so that all keys of a dataset are
 * on one node and scripts may use them together.
 */
export function createCacheKeys({ prefix, isCluster }: { prefix: string; isCluster: boolean }) {
  const tag = (id: string) => (isCluster ? `{${id}}` : id);
  return {
    schemaSummary: (id: string) => `${prefix}schema_summary:${tag(id)}`,
    analysis: (id: string, hash: string) => `${prefix}analysis:${tag(id)}:${hash}`,
    /** Held by the process that computes the analysis. */
    analysisLease: (id: string, hash: string) => `${prefix}lease:analysis:${tag(id)}:${hash}`,
    /** The set of the keys above that hold a value of the dataset. */
    index: (id: string) => `${prefix}keys:${tag(id)}`,
  };
}
