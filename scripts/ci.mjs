// `.ci/run`: `npm test` on the installed Node, then the fast tests on Node 24. The last line is the sum of both.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireNode, root, run } from './steps.mjs';

const OTHER_NODE = '24';
/** In characters. */
const MAX_TAIL = 100_000;

requireNode();
const results = [await suite(process.execPath, ['scripts/test.mjs'])];

const folder = mkdtempSync(join(tmpdir(), 'concentric-node-'));
try {
  const other = installNode(folder, OTHER_NODE);
  if (other === undefined) {
    console.log(`\nNode ${OTHER_NODE} could not be installed, and CI must run the tests on it.`);
    results.push({ passed: 0, failed: 1, isGreen: false });
  } else {
    console.log(`\n# the fast tests on Node ${OTHER_NODE}`);
    results.push(await suite(other, ['scripts/test.mjs', '--fast']));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
// Once more at the end, where a log that keeps only its end still shows them.
for (const { failures } of results) if (failures !== undefined) console.log(`\n# failed\n${failures}`);
process.exitCode = results.every((result) => result.isGreen) && failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);

/** Runs a suite, shows its output, and reads its failures and counts from the end of it. */
function suite(node, args) {
  return new Promise((resolve) => {
    let tail = '';
    const child = spawn(node, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      tail = (tail + chunk).slice(-MAX_TAIL);
    });
    child.on('close', (status) => {
      const [, passed = 0, failed = 1] = /(\d+) passed, (\d+) failed\s*$/.exec(tail) ?? [];
      const [, failures] = tail.split('\n# failed\n');
      resolve({ passed: Number(passed), failed: Number(failed), failures, isGreen: status === 0 });
    });
  });
}

/** Installs the npm package `node-<system>-<processor>`; returns the path of its binary, or undefined if there is none. */
function installNode(folder, version) {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  run('npm', [
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    `${name}@${version}`,
  ]);
  const binary = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(binary) ? binary : undefined;
}
