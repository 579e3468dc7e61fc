import { spawn } from 'node:child_process';
import { openAsBlob, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const UPLOAD = `mutation ($file: Upload!) { uploadDataset(input: { file: $file }) { dataset { id status failure { message } } } }`;
const STATUS = `query ($id: ID!) { dataset(id: $id) { id status failure { message } } }`;
const POLL_MS = 20;
const CLOCK_TICKS_PER_SECOND = 100;

/** Uploads a file by HTTP to a service that was just started, until the dataset is ready. The start is not measured. */
export async function upload(path, storage) {
  const { pid, url, stop } = await start(storage);
  try {
    const body = new FormData();
    body.append('operations', JSON.stringify({ query: UPLOAD, variables: { file: null } }));
    body.append('map', JSON.stringify({ 0: ['variables.file'] }));
    body.append('0', await openAsBlob(path), 'messy.csv');
    const cpuBefore = cpuMs(pid);
    const started = performance.now();
    let { dataset } = (await ask(url, body)).uploadDataset;
    while (dataset.status !== 'READY') {
      if (dataset.failure) throw new Error(dataset.failure.message);
      await delay(POLL_MS);
      const query = JSON.stringify({ query: STATUS, variables: { id: dataset.id } });
      ({ dataset } = await ask(url, query, { 'content-type': 'application/json' }));
    }
    const ms = performance.now() - started;
    const [, peakKb] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    // The delay of the service's event loop is measured by its own process only.
    return {
      ms,
      cpuMs: cpuMs(pid) - cpuBefore,
      peakMb: Number(peakKb) / 1024,
      lagP99Ms: Number.NaN,
      lagMaxMs: Number.NaN,
    };
  } finally {
    stop();
  }
}

async function ask(url, body, headers = {}) {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'apollo-require-preflight': '1', 'x-apollo-operation-name': 'bench', ...headers },
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

async function start(storage) {
  const child = spawn(process.execPath, ['dist/src/main.js'], {
    env: { PATH: process.env.PATH, STORAGE_DIR: storage, PORT: '0', LOG_LEVEL: 'warn', THREADS: '2' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
    const [, port] = /GraphiQL +http:.+:(\d+)/.exec(output) ?? [];
    if (port) return { pid: child.pid, url: `http://127.0.0.1:${port}/graphql`, stop: () => child.kill() };
  }
  throw new Error(`The service did not start: ${output}`);
}

function cpuMs(pid) {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).map(Number);
  return ((user + system) * 1000) / CLOCK_TICKS_PER_SECOND;
}
