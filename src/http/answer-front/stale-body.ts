import { type Comparison, freshnessOf } from '../../cache/comparisons.js';

const marked = new WeakMap<Buffer, { comparedAt: number; body: Buffer }>();

/** An answer with `extensions.freshness`. It is made once for each time of comparison, which stays while the authority is away. */
export function staleBody(body: Buffer, comparison: Comparison): Buffer {
  const known = marked.get(body);
  if (known?.comparedAt === comparison.comparedAt) return known.body;
  const { extensions, ...answer } = JSON.parse(body.toString()) as { extensions?: object };
  const text = JSON.stringify({ ...answer, extensions: { ...extensions, freshness: freshnessOf(comparison) } });
  const made = Buffer.from(`${text}\n`);
  marked.set(body, { comparedAt: comparison.comparedAt, body: made });
  return made;
}
