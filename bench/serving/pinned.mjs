import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SERVER_CORE = '0';
const CLIENT_CORE = '1';
const CONNECTIONS = 32;

/** A server on one core, alone there while it is measured: the others wait for requests. It says on which port it is. */
export async function startPinned(args, environment) {
  const child = spawn('taskset', ['-c', SERVER_CORE, process.execPath, ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  for await (const chunk of child.stdout) {
    said += chunk;
    const [, port] = /(?:ready |GraphiQL +http:.+:)(\d+)/.exec(said) ?? [];
    if (port) return { pid: child.pid, url: `http://127.0.0.1:${port}/graphql`, stop: () => child.kill() };
  }
  throw new Error(`${args.join(' ')} did not start: ${said}`);
}

/** Redis beside the client, not beside the server that asks it. */
export async function startRedis(folder, port) {
  const args = ['--port', String(port), '--dir', folder, '--save', ''];
  const child = spawn('taskset', ['-c', CLIENT_CORE, 'redis-server', ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const chunk of child.stdout) if (String(chunk).includes('Ready to accept')) break;
  child.stdout.resume();
  return { url: `redis://127.0.0.1:${port}`, pid: child.pid, stop: () => child.kill('SIGKILL') };
}

/** Scripts of wrk that ask for an operation by POST, and by GET. */
export function writeRequests(folder, { query, variables }) {
  const body = JSON.stringify({ query, variables });
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const post = join(folder, 'post.lua');
  const get = join(folder, 'get.lua');
  writeFileSync(
    post,
    `wrk.method = "POST"\nwrk.headers["content-type"] = "application/json"\nwrk.body = [==[${body}]==]\n`,
  );
  writeFileSync(get, `wrk.path = "/graphql?${search}"\n`);
  return { POST: post, GET: get };
}

/** Requests a second, and µs of the server's CPU for each. @throws where one was not answered with 2xx */
export async function load({ pid, url }, script, seconds) {
  const before = cpuSeconds(pid);
  const args = ['-c', CLIENT_CORE, 'wrk', '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', script, url];
  const { stdout } = await promisify(execFile)('taskset', args);
  const cpu = cpuSeconds(pid) - before;
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url}: ${stdout}`);
  const [, requests] = /(\d+) requests in/.exec(stdout);
  const [, rate] = /Requests\/sec:\s+([\d.]+)/.exec(stdout);
  return { rate: Number(rate), cpuMicros: (cpu / Number(requests)) * 1e6 };
}

/** Of a process with all its threads, to the nanosecond. */
export function cpuSeconds(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, time) => sum + time, 0) / 1e9;
}
