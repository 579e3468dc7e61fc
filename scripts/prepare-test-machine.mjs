import { spawnSync } from 'node:child_process';

const PACKAGE = 'redis-server';

/** Puts in place what the tests need beside the packages: Redis. Without it the suites that need one are skipped. */
export function prepareTestMachine() {
  if (hasRedis()) return;
  if (canInstall()) {
    console.error(`Installing ${PACKAGE} …`);
    aptGet('update');
    aptGet('install', '-y', '--no-install-recommends', PACKAGE);
    // Debian starts it as a service; the tests start their own, on ports of their own.
    spawnSync('service', [PACKAGE, 'stop'], { stdio: 'ignore' });
  }
  if (!hasRedis()) {
    console.error(`No ${PACKAGE} here: the tests of Redis are skipped. To run them: apt-get install ${PACKAGE}`);
  }
}

function hasRedis() {
  return spawnSync(PACKAGE, ['--version'], { stdio: 'ignore' }).status === 0;
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
