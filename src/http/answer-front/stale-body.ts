import { type FreshnessCheck, freshnessOf } from '../../cache/freshness-checks.js';

const marked = new WeakMap<Buffer, { comparedAt: number; body: Buffer }>();

/** An answer with `extensions.freshness`. It is made once for each check, which does not change while the authority is unavailable. */
export function staleBody(body: Buffer, freshnessCheck: FreshnessCheck): Buffer {
  const known = marked.get(body);
  if (known?.comparedAt === freshnessCheck.comparedAt) return known.body;
  const { extensions, ...answer } = JSON.parse(body.toString()) as { extensions?: object };
  const text = JSON.stringify({ ...answer, extensions: { ...extensions, freshness: freshnessOf(freshnessCheck) } });
  const made = Buffer.from(`${text}\n`);
  marked.set(body, { comparedAt: freshnessCheck.comparedAt, body: made });
  return made;
}
