import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
// @ts-expect-error: a script without types.
import { buildExplorer } from '../scripts/steps.mjs';

/**
 * Brings dist/ up to date once before the tests: worker threads run from there (src/worker/spawn-worker.ts), and the service
 * serves the explorer from there. The explorer is built only when one of its sources changed; the check takes milliseconds.
 * Type errors are reported by `npm run typecheck`: tsc writes its output despite them, and the tests go on.
 */
export default function setup(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  execFileSync(process.execPath, ['scripts/copy-assets.mjs'], { cwd: root });
  try {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { cwd: root });
  } catch (error) {
    console.warn(`tsc -p tsconfig.build.json: ${(error as { stdout: Buffer }).stdout}`);
  }
  buildExplorer();
}
