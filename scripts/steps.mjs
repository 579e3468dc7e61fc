import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { copyAssets } from './copy-assets.mjs';

// Runs before the installation, on any Node: built-in modules only.

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The parts of dist/: their sources, the command that builds them, and what is done afterwards. */
const parts = {
  service: {
    sources: ['src', 'resolvers', 'schema', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'],
    command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    finish: copyAssets,
  },
  explorer: {
    sources: ['explorer', 'clients', 'package-lock.json'],
    command: ['node_modules/vite/bin/vite.js', 'build', 'explorer', '--logLevel', 'warn'],
    finish: compressAssets,
  },
};

/** Ends the process with one line if this Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Concentric needs Node 20.19 or newer; this is ${process.version}. See https://nodejs.org.`);
  process.exit(1);
}

/** Installs the packages of package-lock.json unless all are installed. */
export function install() {
  if (isInstalled()) return;
  console.error('Installing packages …');
  // Not `npm ci`: it refuses a lock file without the builds for other systems, which some registries do not have.
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

/** Builds the parts of dist/ whose sources changed since their last build. */
export function build() {
  buildService();
  buildExplorer();
}

/** The explorer is separate, because its sources include files generated from the service's schema. */
export function buildService() {
  buildPart('service');
}

export function buildExplorer() {
  buildPart('explorer');
}

function buildPart(name) {
  const { sources, command, finish } = parts[name];
  const mark = join(root, 'dist', `.built-${name}`);
  const newestSource = newest(sources);
  if (existsSync(mark) && newestSource <= Number(readFileSync(mark, 'utf8'))) return;
  console.error(`Building the ${name} …`);
  const { status } = run(process.execPath, command, { stdio: ['ignore', 2, 'inherit'] });
  if (status !== 0) {
    console.error('The build failed; its messages are above.');
    process.exit(1);
  }
  finish();
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, String(newestSource));
}

export function run(command, args, options = {}) {
  // npm is a script on Windows, where only a shell can start it.
  const shell = process.platform === 'win32' && command === 'npm';
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell, ...options });
}

/** Writes the compressed forms of each text of the page, so that requests need no compression. */
function compressAssets() {
  const folder = join(root, 'dist', 'explorer', 'assets');
  for (const name of readdirSync(folder).filter((file) => /\.(js|css|svg)$/.test(file))) {
    const content = readFileSync(join(folder, name));
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content));
  }
}

/** Compares the packages that npm installed with the lock file. Packages for other systems are optional. */
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

/** In milliseconds. Includes folders, whose time changes when a file is removed. */
function newest(paths) {
  return Math.max(...paths.map((path) => newestBelow(join(root, path))));
}

function newestBelow(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestBelow(join(path, name))));
}
