// `node --import`ed before the service: it is then a build with the further steps of the schema in NEXT_STEPS, a JSON array
// of SQL.
import { register } from 'node:module';

const hooks = `
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (!url.endsWith('/src/postgres/migrations.js')) return loaded;
  const parts = String(loaded.source).split(/\\n\\];\\n/);
  if (parts.length !== 2) throw new Error('next-schema.mjs does not find the end of the list of steps');
  return { ...loaded, source: parts.join('\\n...JSON.parse(process.env.NEXT_STEPS)];\\n') };
}`;

register(`data:text/javascript,${encodeURIComponent(hooks)}`);
