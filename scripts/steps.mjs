import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Runs before anything is installed, on whatever Node there is: built-in modules only.

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const BUILD_MARK = join(root, 'dist', '.built');
const SOURCES = ['src', 'resolvers', 'schema', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Ends the process with one line where this Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Concentric needs Node 20.19 or newer; this is ${process.version}. See https://nodejs.org.`);
  process.exit(1);
}

/** Installs what package-lock.json names, unless it is all there. */
export function install() {
  if (isInstalled()) return;
  console.error('Installing packages …');
  // Not `npm ci`: it refuses a lock file without the builds for other systems, which not every registry has.
  const { status } = run(
    'npm',
    ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (status === 0) return;
  console.error('npm install failed; its message is above.');
  process.exit(1);
}

/** Compiles into dist/ where a source is newer than the last build. */
export function build() {
  if (existsSync(BUILD_MARK) && newest(SOURCES) <= Number(readFileSync(BUILD_MARK, 'utf8'))) return;
  console.error('Building …');
  const newestSource = newest(SOURCES);
  const { status } = run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: ['ignore', 2, 'inherit'],
  });
  if (status !== 0) {
    console.error('The build failed; its messages are above.');
    process.exit(1);
  }
  copyScripts();
  writeFileSync(BUILD_MARK, String(newestSource));
}

export function run(command, args, options = {}) {
  // npm is a script on Windows, which only a shell starts.
  const shell = process.platform === 'win32' && command === 'npm';
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell, ...options });
}

/** What tsc leaves: the Lua scripts, which are read beside the code that runs them. */
function copyScripts() {
  cpSync(join(root, 'src', 'cache', 'scripts'), join(root, 'dist', 'src', 'cache', 'scripts'), { recursive: true });
}

/** What npm says it installed against what the lock file asks for; packages for other systems are optional. */
function isInstalled() {
  const installed = packagesOf('node_modules/.package-lock.json');
  const wanted = packagesOf('package-lock.json');
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

function packagesOf(lockFile) {
  const path = join(root, lockFile);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {};
}

/** Milliseconds; of folders too, whose time changes when a file is removed. */
function newest(paths) {
  return Math.max(...paths.map((path) => newestBelow(join(root, path))));
}

function newestBelow(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestBelow(join(path, name))));
}
