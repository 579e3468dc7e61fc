import { cpSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Copies to dist/ what the code reads beside itself and tsc does not compile: Lua scripts and the page script of GraphiQL. */
export function copyAssets() {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const filter = (path) => statSync(path).isDirectory() || /\.(lua|js)$/.test(path);
  cpSync(`${root}/src`, `${root}/dist/src`, { recursive: true, filter });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) copyAssets();
