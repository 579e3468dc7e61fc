/**
 * What two queries selected of one unchanging object or list: every field of both. References to objects with an id stay
 * as they are.
 */
function mergeFields(existing: unknown, incoming: unknown): unknown {
  if (Array.isArray(existing) && Array.isArray(incoming)) {
    if (existing.length !== incoming.length) return incoming;
    return incoming.map((item, index) => mergeFields(existing[index], item));
  }
  if (!isPlainObject(existing) || !isPlainObject(incoming)) return incoming;
  const merged = { ...existing };
  for (const [name, value] of Object.entries(incoming)) merged[name] = mergeFields(existing[name], value);
  return merged;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('__ref' in value);
}

const merged = { merge: mergeFields };
const replaced = { merge: false };

/**
 * Type policies for Apollo Client's `InMemoryCache`: queries with different selections on one analysis lose no field of
 * objects without an id, since an analysis never changes. What a replacement changes is replaced as a whole.
 */
export const typePolicies = {
  Schema: { keyFields: ['datasetId', 'version'] },
  Dataset: { fields: { source: replaced, failure: replaced } },
  Analysis: { fields: { parameters: merged, artifacts: merged, warnings: merged } },
  PeriodConcentration: {
    fields: { change: merged, problem: merged, thresholds: merged, top: merged, head: merged, lorenz: merged },
  },
};
