import { execFile, spawn } from 'node:child_process';
import { openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SERVER_CORE = '0';
const CLIENT_CORE = '1';
const CONNECTIONS = 32;

/**
 * Starts a server pinned to one core. The other servers on it are idle while this one is measured. It prints its port.
 * Its stderr goes to the file `log`; without one it is shown if the server does not start.
 */
export async function startPinned(args, environment, log) {
  const child = spawn('taskset', ['-c', SERVER_CORE, process.execPath, ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', log === undefined ? 'pipe' : openSync(log, 'a')],
  });
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  for await (const chunk of child.stdout) {
    output += chunk;
    const [, port] = /(?:ready |GraphiQL +http:.+:)(\d+)/.exec(output) ?? [];
    if (port) return { pid: child.pid, url: `http://127.0.0.1:${port}/graphql`, stop: () => child.kill() };
  }
  throw new Error(`${args.join(' ')} did not start: ${output}`);
}

/** Redis on the client's core, not on the server's. */
export async function startRedis(folder, port) {
  const args = ['--port', String(port), '--dir', folder, '--save', ''];
  const child = spawn('taskset', ['-c', CLIENT_CORE, 'redis-server', ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const chunk of child.stdout) if (String(chunk).includes('Ready to accept')) break;
  child.stdout.resume();
  return { url: `redis://127.0.0.1:${port}`, pid: child.pid, stop: () => child.kill('SIGKILL') };
}

/** Writes wrk scripts for an operation by POST and by GET. Each request has its own `traceparent`, like those of real clients. */
export function writeRequests(folder, { query, variables }) {
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const body = JSON.stringify({ query, variables });
  const script = (file, method, path, headers, text) => {
    const request = `wrk.format("${method}", "${path}", { ${headers}["traceparent"] = string.format("00-%032x-%016x-01", n, n) }, ${text})`;
    const lua = `local n = 0\nrequest = function()\n  n = n + 1\n  return ${request}\nend\n`;
    const location = join(folder, file);
    writeFileSync(location, lua);
    return location;
  };
  return {
    POST: script('post.lua', 'POST', '/graphql', '["content-type"] = "application/json", ', `[==[${body}]==]`),
    GET: script('get.lua', 'GET', `/graphql?${search}`, '', 'nil'),
  };
}

/** Requests per second, and µs of CPU of the server's processes per request. @throws if a request was not answered with 2xx */
export async function load({ pid, pids = [pid], url }, script, seconds) {
  const cpuOfAll = () => pids.reduce((sum, each) => sum + cpuSeconds(each), 0);
  const before = cpuOfAll();
  const args = ['-c', CLIENT_CORE, 'wrk', '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', script, url];
  const { stdout } = await promisify(execFile)('taskset', args);
  const cpu = cpuOfAll() - before;
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url}: ${stdout}`);
  const [, requests] = /(\d+) requests in/.exec(stdout);
  const [, rate] = /Requests\/sec:\s+([\d.]+)/.exec(stdout);
  return { rate: Number(rate), cpuMicros: (cpu / Number(requests)) * 1e6 };
}

/** CPU seconds of a process with all its threads, in nanosecond resolution. */
export function cpuSeconds(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, time) => sum + time, 0) / 1e9;
}
