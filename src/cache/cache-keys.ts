export type CacheKeys = ReturnType<typeof createCacheKeys>;

/** The keys around a value of a dataset. */
export interface ValueKeys {
  key: string;
  /** Sorted set of the keys that hold a value of the dataset, by when they expire. */
  index: string;
  /** Held by the process that computes the value. */
  lease: string;
}

/**
 * The one home of every key in Redis. With a Cluster the dataset's id is braced, so that all keys of a dataset are on
 * one node and scripts may use them together.
 */
export function createCacheKeys({ prefix, isCluster }: { prefix: string; isCluster: boolean }) {
  const tag = (id: string) => (isCluster ? `{${id}}` : id);
  const valueIndex = (id: string) => `${prefix}keys:${tag(id)}`;
  const value = (id: string, name: string): ValueKeys => ({
    key: prefix + name,
    index: valueIndex(id),
    lease: `${prefix}lease:${name}`,
  });
  return {
    schemaSummary: (id: string) => value(id, `schema_summary:${tag(id)}`),
    analysis: (id: string, hash: string) => value(id, `analysis:${tag(id)}:${hash}`),
    valueIndex,
    /** A whole answer; the digest covers everything it depends on beside the data. */
    answer: (digest: string) => `${prefix}answer:${digest}`,
    /** Sorted set of the keys of answers that read the dataset, by when they expire. */
    answerIndex: (id: string) => `${prefix}answers:${tag(id)}`,
  };
}
