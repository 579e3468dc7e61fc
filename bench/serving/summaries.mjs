/**
 * The schemas of 200 datasets in one query, warm:
 *
 *     npm run bench -- summaries
 *
 * Measured are the CPU time of all the server's threads, from /proc, and the round trip of a client that does not parse the
 * answer: 200 requests, one at a time; the median of the round trips. Resolved: whole answers are not cached, so the lists
 * and all schemas are looked up, compared and serialized each time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/steps.mjs';
import { cpuSeconds, startPinned } from './pinned.mjs';
import { requireTools } from './prepare.mjs';

const DATASETS = 200;
const REQUESTS = 200;
const PAGE = 100;
const PARTS = `nodes { id name version
  schema { rowCount periodGrain timeColumns columns { name role dataType cardinality } } }`;

export const about = `The schemas of ${DATASETS} datasets in one query, one after the other, warm.`;
export const columns = ['what', 'server CPU, ms', 'round trip, ms', 'round trip p99, ms', 'answer, KB', 'target'];

export async function measure() {
  requireTools();
  const folder = mkdtempSync(join(tmpdir(), 'concentric-bench-'));
  const storage = { STORAGE_DIR: join(folder, 'storage'), PORT: '0', LOG_LEVEL: 'warn', SAMPLE_DATA: 'false' };
  const started = [];
  try {
    const start = async (...imports) => {
      const server = await startPinned([...imports, 'dist/src/main.js'], storage);
      started.push(server);
      return server;
    };
    const front = await start();
    for (let number = 0; number < DATASETS; number += 4) {
      await Promise.all([0, 1, 2, 3].map((more) => upload(front.url, number + more)));
    }
    const query = await queryFor(front.url);
    const resolved = await start('--import', join(root, 'bench', 'serving', 'without', 'whole-answers.mjs'));
    const target = '≤ 2 ms of server time';
    return [
      ['**answer front**', ...(await timed(front, query)), target],
      ['**resolved**', ...(await timed(resolved, query)), target],
    ];
  } finally {
    for (const server of started) server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed({ pid, url }, query) {
  const body = JSON.stringify({ query });
  for (let time = 0; time < REQUESTS; time++) await ask(url, body);
  const times = [];
  const before = cpuSeconds(pid);
  let bytes = 0;
  for (let time = 0; time < REQUESTS; time++) {
    const began = performance.now();
    bytes = await ask(url, body);
    times.push(performance.now() - began);
  }
  const cpuMs = ((cpuSeconds(pid) - before) / REQUESTS) * 1000;
  times.sort((a, b) => a - b);
  const [median, p99] = [0.5, 0.99].map((part) => times[Math.floor(times.length * part)].toFixed(2));
  return [cpuMs.toFixed(2), median, p99, Math.round(bytes / 1000)];
}

/** Two pages of the maximum size. */
async function queryFor(url) {
  const query = `{ datasets(first: ${PAGE}) { pageInfo { endCursor } } }`;
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const { data } = await response.json();
  return `{ datasets(first: ${PAGE}) { ${PARTS} }
    rest: datasets(first: ${PAGE}, after: ${JSON.stringify(data.datasets.pageInfo.endCursor)}) { ${PARTS} } }`;
}

/** The length of the answer. */
function ask(url, body) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = send(url, { method: 'POST', headers }, async (response) => {
      const chunks = await response.toArray();
      const bytes = Buffer.concat(chunks);
      if (bytes.length > 20_000) resolve(bytes.length);
      else reject(new Error(`${response.statusCode}: ${bytes}`));
    });
    request.on('error', reject).end(body);
  });
}

async function upload(url, number) {
  const form = new FormData();
  const query = `mutation ($file: Upload!) { uploadDataset(input: { file: $file, name: "set ${number}" }) { __typename } }`;
  form.set('operations', JSON.stringify({ query, variables: { file: null } }));
  form.set('map', JSON.stringify({ 0: ['variables.file'] }));
  const rows = Array.from(
    { length: 20 },
    (_, row) => `2024-0${1 + (row % 9)}-01,customer ${row % 7},${row * 10 + number}`,
  );
  form.set('0', new Blob([['date,customer,amount', ...rows].join('\n')]), `set-${number}.csv`);
  const response = await fetch(url, { method: 'POST', headers: { 'apollo-require-preflight': '1' }, body: form });
  const { errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
}
