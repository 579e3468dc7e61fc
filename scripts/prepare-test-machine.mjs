import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const SWIFT_TESTS = 'the tests of an object store';
const NETWORK_TESTS = 'the tests of cut networks';

/** Debian's packages with the tests that need them. */
const PACKAGES = {
  'redis-server': 'the tests of Redis',
  chromium: 'the tests in a browser',
  postgresql: 'the tests of several hosts',
  'swift-proxy': SWIFT_TESTS,
  'swift-account': SWIFT_TESTS,
  'swift-container': SWIFT_TESTS,
  'swift-object': SWIFT_TESTS,
  iproute2: NETWORK_TESTS,
  iptables: NETWORK_TESTS,
};

/** Debian keeps the programs of each version of PostgreSQL outside of PATH. */
const POSTGRES_VERSIONS = '/usr/lib/postgresql';

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
    // Debian starts these as services. The tests start their own servers on their own ports.
    for (const service of ['redis-server', 'postgresql']) {
      if (missing.includes(service)) spawnSync('service', [service, 'stop'], { stdio: 'ignore' });
    }
  }
  const stillMissing = missingPackages();
  for (const name of stillMissing) {
    console.error(`${name} is not installed: ${PACKAGES[name]} are skipped. To run them: apt-get install ${name}`);
  }
  return stillMissing;
}

function missingPackages() {
  return Object.keys(PACKAGES).filter((name) => !isInstalled(name));
}

function isInstalled(name) {
  if (name === 'postgresql') return hasPostgres();
  // Its packages bring programs that end without a configuration.
  if (name.startsWith('swift-')) return existsSync(`/usr/bin/${name}-server`);
  return name === 'iproute2' ? runs('ip', '-V') : runs(name);
}

function hasPostgres() {
  const hasDebians = existsSync(POSTGRES_VERSIONS) && readdirSync(POSTGRES_VERSIONS).length > 0;
  return hasDebians || runs('initdb');
}

function runs(program, argument = '--version') {
  return spawnSync(program, [argument], { stdio: 'ignore' }).status === 0;
}

function canInstall() {
  const isRoot = process.getuid?.() === 0;
  return isRoot && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
