// `npm test`: every check, then all tests; the last line is `N passed, N failed`. With `--fast` no checks and without the
// slow tests and those of rules (vitest.config.ts lists them). Any other arguments go to vitest, and nothing else runs.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepareTestMachine } from './prepare-test-machine.mjs';
import { build, install, requireNode, root, run } from './steps.mjs';

const REPORT = join(root, 'dist', 'test-report.json');
const VITEST = ['node_modules/vitest/vitest.mjs', 'run'];

const checks = {
  lint: ['node_modules/@biomejs/biome/bin/biome', 'check'],
  types: ['node_modules/typescript/bin/tsc', '--noEmit'],
  'types of the explorer': ['node_modules/typescript/bin/tsc', '-p', 'explorer'],
  layers: [
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--output-type',
    'err',
    'src',
    'resolvers',
    'schema',
    'explorer/src',
    'clients/typescript',
  ],
  contract: ['scripts/contract.mjs'],
};

requireNode();
install();
build();
const missing = prepareTestMachine();
if (missing.length > 0 && process.env.CI) {
  console.error(`CI needs ${missing.join(' and ')}, which could not be installed.`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const vitestArguments = process.argv.slice(2);
const isFast = vitestArguments[0] === '--fast';
if (vitestArguments.length > 0 && !isFast) {
  process.exit(node([...VITEST, ...vitestArguments]) ? 0 : 1);
}

const failedChecks = Object.entries(isFast ? {} : checks).filter(([name, command]) => {
  console.log(`\n# ${name}`);
  return !node(command);
});

console.log('\n# tests');
rmSync(REPORT, { force: true });
const projects = isFast ? ['--project=fast'] : [];
const isGreen = node([...VITEST, ...projects, '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]);
const { passed, failed } = countsOf(REPORT);

if (failedChecks.length > 0) console.log(`\nfailed checks: ${failedChecks.map(([name]) => name).join(', ')}`);
// A failed check, and an error outside of any test, count as one failure each, so that the line never says 0.
const others = failedChecks.length + (!isGreen && failed === 0 ? 1 : 0);
process.exitCode = failed + others > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed + others} failed`);

function node(args) {
  return run(process.execPath, args).status === 0;
}

/** Counts tests in vitest's report. A file that could not be loaded has none and counts as one failure. */
function countsOf(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
}
