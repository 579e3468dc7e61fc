import { spawnSync } from 'node:child_process';

/** Debian's packages with what is skipped without them; each is also the name of its program. */
const PACKAGES = { 'redis-server': 'the tests of Redis', chromium: 'the tests in a browser' };

/** Puts in place what the tests need beside Node's packages. The suites that need what is missing are skipped. */
export function prepareTestMachine() {
  const missing = missingPackages();
  if (missing.length > 0 && canInstall()) {
    console.error(`Installing ${missing.join(', ')} …`);
    aptGet('update');
    aptGet('install', '-y', '--no-install-recommends', ...missing);
    // Debian starts Redis as a service; the tests start their own, on ports of their own.
    if (missing.includes('redis-server')) spawnSync('service', ['redis-server', 'stop'], { stdio: 'ignore' });
  }
  for (const name of missingPackages()) {
    console.error(`No ${name} here: ${PACKAGES[name]} are skipped. To run them: apt-get install ${name}`);
  }
}

function missingPackages() {
  return Object.keys(PACKAGES).filter((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status !== 0);
}

/** Only a machine that is there for tests: nobody's own is changed without being asked. */
function canInstall() {
  const isRoot = process.getuid?.() === 0;
  return Boolean(process.env.CI) && isRoot && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
