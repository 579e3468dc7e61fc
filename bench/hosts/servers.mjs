import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import pg from 'pg';
import { root } from '../../scripts/steps.mjs';
import { freePort } from '../serving/prepare.mjs';

/** Starts the service as a user does, built in `checkout`. */
export async function startHost(environment, checkout = root) {
  const defaults = { PATH: process.env.PATH, PORT: '0', SAMPLE_DATA: 'false', LOG_LEVEL: 'warn', THREADS: '2' };
  const child = spawn(process.execPath, ['dist/src/main.js'], {
    cwd: checkout,
    env: { ...defaults, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
    const [url] = /http:\/\/[^\s/]+/.exec(output) ?? [];
    if (url === undefined) continue;
    child.stdout.resume();
    const stop = async () => {
      child.kill();
      await once(child, 'exit');
    };
    return { url, pid: child.pid, stop };
  }
  throw new Error(`The service did not start: ${output}`);
}

/** A process and all below it. */
export function processesBelow(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(processesBelow)];
}

/** PostgreSQL from Debian's package, with its data in `folder`, flushed to the disk as usual. */
export async function startPostgres(folder) {
  const debian = '/usr/lib/postgresql';
  const version = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))[0] : undefined;
  if (version === undefined) throw new Error('This benchmark needs PostgreSQL (Debian: apt-get install postgresql).');
  const home = mkdtempSync(join(folder, 'postgres-'));
  const data = join(home, 'data');
  mkdirSync(data, { mode: 0o700 });
  chmodSync(folder, 0o755);
  chmodSync(home, 0o755);
  const isRoot = process.getuid() === 0;
  if (isRoot) execFileSync('chown', ['-R', 'nobody', home]);
  const run = (program, ...args) => {
    const command = [
      ...(isRoot ? ['runuser', '-u', 'nobody', '--'] : []),
      join(debian, version, 'bin', program),
      ...args,
    ];
    const { status, stderr } = spawnSync(command[0], command.slice(1), {
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  };
  const port = await freePort();
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8');
  const options = `-p ${port} -k ${home} -c listen_addresses=127.0.0.1`;
  run('pg_ctl', '-D', data, '-w', '-l', join(home, 'log'), '-o', options, 'start');
  const url = (database) => `postgresql://postgres@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    /** The URL of a new database with the tables of the service. */
    async createDatabase() {
      const name = `bench_${++databases}`;
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      const env = { PATH: process.env.PATH, ROLE: 'migrate', DATABASE_URL: url(name) };
      execFileSync(process.execPath, ['dist/src/main.js'], { cwd: root, env });
      return url(name);
    },
    stop: () => run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop'),
  };
}

/** OpenStack Swift with its S3 interface; null if it is not installed. */
export async function startSwift(folder) {
  const python = '/usr/bin/python3';
  if (spawnSync(python, ['-c', 'import swift.proxy.server']).status !== 0) return null;
  // It takes four ports in a row.
  const port = 20_000 + 4 * Math.floor(Math.random() * 2_500);
  const program = join(root, 'tests', 'support', 'swift', 'one_node.py');
  const child = spawn(python, [program, mkdtempSync(join(folder, 'swift-')), String(port), '127.0.0.1'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  if (!String(line).startsWith('READY')) throw new Error(`Swift did not start: ${line}`);
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'test:tester', secretAccessKey: 'testing' };
  return {
    /** A new bucket, as variables of the service. */
    async createBucket() {
      const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
      await client.send(new CreateBucketCommand({ Bucket: 'bench' }));
      client.destroy();
      return {
        S3_BUCKET: 'bench',
        S3_ENDPOINT: endpoint,
        S3_FORCE_PATH_STYLE: 'true',
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      };
    },
    async stop() {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
