import { spawnSync } from 'node:child_process';

/** Debian's packages with the tests that need them; each is also the name of its program. */
const PACKAGES = { 'redis-server': 'the tests of Redis', chromium: 'the tests in a browser' };

/**
 * Installs the programs that the tests need, on Debian and as root. Tests whose program is missing are skipped, and a
 * line says so.
 * @returns the programs that are still missing
 */
export function prepareTestMachine() {
  const missing = missingPackages();
  if (missing.length > 0 && canInstall()) {
    console.error(`Installing ${missing.join(', ')} …`);
    aptGet('update');
    aptGet('install', '-y', '--no-install-recommends', ...missing);
    // Debian starts Redis as a service. The tests start their own servers on their own ports.
    if (missing.includes('redis-server')) spawnSync('service', ['redis-server', 'stop'], { stdio: 'ignore' });
  }
  const stillMissing = missingPackages();
  for (const name of stillMissing) {
    console.error(`${name} is not installed: ${PACKAGES[name]} are skipped. To run them: apt-get install ${name}`);
  }
  return stillMissing;
}

function missingPackages() {
  return Object.keys(PACKAGES).filter((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status !== 0);
}

function canInstall() {
  const isRoot = process.getuid?.() === 0;
  return isRoot && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
