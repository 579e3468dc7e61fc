import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { HERE, type Place } from './place.js';
import { freePort } from './redis.js';

/** initdb refuses to run as root. */
const ACCOUNT = 'nobody';
/** Debian keeps the programs of each version outside of PATH. */
const bin = programs();

/** Whether the machine has PostgreSQL; suites that need it are skipped where it has not (scripts/prepare-test-machine.mjs). */
export const hasPostgres = bin !== null;

export type PostgresServer = Awaited<ReturnType<typeof startPostgres>>;

/** A PostgreSQL server on a free port, without anything on disk that outlives stop(). Committed is what it has acknowledged. */
export async function startPostgres({ address, command }: Place = HERE) {
  const folder = mkdtempSync(join(tmpdir(), 'concentric-postgres-'));
  const port = await freePort();
  chmodSync(folder, 0o755);
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', ACCOUNT, folder]);
  run([], 'initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync');
  const options = `-p ${port} -k ${folder} -c listen_addresses=${address} -c fsync=off -c full_page_writes=off -c shared_buffers=32MB`;
  // Without it, only processes of this machine may connect.
  if (address !== HERE.address) appendFileSync(join(data, 'pg_hba.conf'), 'host all all 0.0.0.0/0 trust\n');
  const start = () => run(command, 'pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start');
  const halt = (mode: 'fast' | 'immediate') => run(command, 'pg_ctl', '-D', data, '-w', '-m', mode, 'stop');
  /** The process that accepts connections. */
  const pid = () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  start();
  const url = (database: string) => postgresUrl(port, database, address);
  let databases = 0;
  return {
    port,
    start,
    /** `immediate`: as if it was killed; it recovers at its next start. */
    halt,
    /** Its processes are killed; it recovers at its next start. */
    async kill() {
      const first = pid();
      const others = readFileSync(`/proc/${first}/task/${first}/children`, 'utf8').trim().split(' ').map(Number);
      for (const each of [first, ...others]) process.kill(each, 'SIGKILL');
      while (existsSync(`/proc/${first}`)) await pause(20);
    },
    pid,
    /** The URL of a new, empty database. */
    async createDatabase(): Promise<string> {
      const name = `test_${++databases}`;
      await sql(url('postgres'), `CREATE DATABASE ${name}`);
      return url(name);
    },
    stop() {
      if (existsSync(join(data, 'postmaster.pid'))) halt('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function postgresUrl(port: number, database: string, address = HERE.address): string {
  return `postgresql://postgres@${address}:${port}/${database}`;
}

/** Runs a statement on a connection of its own. */
export async function sql<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

function run(place: readonly string[], program: string, ...args: string[]): void {
  const isRoot = process.getuid?.() === 0;
  const command = [...place, ...(isRoot ? ['runuser', '-u', ACCOUNT, '--'] : []), join(bin!, program), ...args];
  const { status, stderr } = spawnSync(command[0]!, command.slice(1), {
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
}

function programs(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}
