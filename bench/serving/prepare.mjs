import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { root, run } from '../../scripts/steps.mjs';

/** Ends the process with one line if a tool is missing. */
export function requireTools() {
  for (const tool of ['wrk', 'taskset', 'redis-server']) {
    if (spawnSync('which', [tool]).status === 0) continue;
    console.error(`This benchmark needs ${tool} (Debian: apt-get install wrk util-linux redis-server).`);
    process.exit(1);
  }
}

/** With a lock file of their own: no peer is part of the service. */
export function installPeers() {
  const cwd = join(root, 'bench', 'peers');
  if (existsSync(join(cwd, 'node_modules', '.package-lock.json'))) return;
  console.error('Installing the peers …');
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  if (run('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) process.exit(1);
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
