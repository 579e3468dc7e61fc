// `npm test`: every check, then all tests; the last line is `N passed, N failed`. With `--fast` no checks and without the
// slow tests and those of rules (vitest.config.ts lists them). Any other arguments go to vitest, and nothing else runs.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { prepareTestMachine } from './prepare-test-machine.mjs';
import { build, install, requireNode, root, run } from './steps.mjs';

const REPORT = join(root, 'dist', 'test-report.json');
/** In characters. */
const MAX_MESSAGE = 2000;
const VITEST = ['node_modules/vitest/vitest.mjs', 'run'];

const checks = {
  lint: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
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
const { passed, failures } = resultsOf(REPORT);
const failed = failures.length;

// Last, where a log that keeps only its end still shows it.
if (failedChecks.length + failures.length > 0) console.log('\n# failed');
for (const [name] of failedChecks) console.log(`check: ${name}`);
for (const { title, message } of failures) console.log(`${title}\n${message.slice(0, MAX_MESSAGE)}\n`);
// A failed check, and an error outside of any test, count as one failure each, so that the line never says 0.
const others = failedChecks.length + (!isGreen && failed === 0 ? 1 : 0);
process.exitCode = failed + others > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed + others} failed`);

function node(args) {
  return run(process.execPath, args).status === 0;
}

/** Reads vitest's report. A file that could not be loaded has no tests and is one failure. */
function resultsOf(report) {
  if (!existsSync(report)) return { passed: 0, failures: [] };
  const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    if (status === 'failed' && assertionResults.length === 0) return [{ title: file, message }];
    return assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => ({ title: `${file} > ${test.fullName}`, message: test.failureMessages.join('\n') }));
  });
  return { passed: numPassedTests, failures };
}
