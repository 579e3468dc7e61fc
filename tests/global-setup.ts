import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Compiles src/ into dist/ once before the tests, incrementally: worker threads run from there (src/worker/spawn-worker.ts).
 * Type errors are `npm run typecheck`'s to report; tsc writes its output all the same, and the tests go on.
 */
export default function setup(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  execFileSync(process.execPath, ['scripts/copy-assets.mjs'], { cwd: root });
  try {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { cwd: root });
  } catch (error) {
    console.warn(`tsc -p tsconfig.build.json: ${(error as { stdout: Buffer }).stdout}`);
  }
}
