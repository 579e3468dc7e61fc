/**
 * The gain of graphql-jit for answers that are resolved (docs/adr/0012-one-cache-of-whole-answers.md):
 *
 *     npm run bench -- compiled
 *
 * Two services without a cache of whole answers, one of them without graphql-jit, answer operations of
 * schema/operations/ from values in memory. Eight alternating rounds of two seconds each, after a warm-up; medians of the
 * ratio within a round. CPU is that of all the server's threads.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/steps.mjs';
import { load, startPinned, writeRequests } from './pinned.mjs';
import { requireTools } from './prepare.mjs';

const ROUNDS = 8;
const SECONDS = 2;
const MIN_GAIN = 1.3;

export const about =
  'Server CPU per request for answers that are not cached as a whole: graphql-js compared with graphql-jit.';
export const columns = ['operation', 'answer, kB', 'graphql-js, µs', 'graphql-jit, µs', 'ratio', 'target'];

export async function measure() {
  requireTools();
  const folder = mkdtempSync(join(tmpdir(), 'concentric-bench-'));
  const servers = [];
  try {
    const imports = (names) =>
      names.flatMap((name) => ['--import', join(root, 'bench', 'serving', 'without', `${name}.mjs`)]);
    for (const without of [['whole-answers'], ['whole-answers', 'compiled-execution']]) {
      const storage = {
        STORAGE_DIR: join(folder, `storage-${servers.length}`),
        PORT: '0',
        LOG_LEVEL: 'warn',
        THREADS: '2',
      };
      servers.push(await startPinned([...imports(without), 'dist/src/main.js'], storage));
    }
    const ids = [];
    for (const { url } of servers) ids.push(await upload(url));
    const { readOperations } = await import('../../dist/src/http/pages/operations.js');
    const { print } = await import('graphql');
    const text = (name) => print(readOperations().find((operation) => operation.name === name).document);
    const input = (periodGrain) => ({ groupBy: 'customer', value: 'amount', periodGrain });
    const cases = [
      ['Analysis, 60 months', 'Analysis', { input: input('YEAR_MONTH') }],
      ['ExplorerAnalysis, 60 months', 'ExplorerAnalysis', { input: input('YEAR_MONTH') }],
      ['Analysis, 5 years', 'Analysis', { input: input('YEAR') }],
    ];
    const rows = [];
    for (const [what, name, variables] of cases) {
      rows.push(await compare(what, text(name), variables, servers, ids, folder));
    }
    return rows;
  } finally {
    for (const server of servers) server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(what, query, variables, servers, ids, folder) {
  const requests = ids.map((id) => ({ query, variables: { ...variables, id } }));
  const answers = await Promise.all(servers.map(({ url }, index) => post(url, requests[index])));
  for (const answer of answers) if (JSON.parse(answer).errors) throw new Error(answer.slice(0, 500));
  const scripts = requests.map((request) => ({ ...writeRequests(folder, request) }).POST);
  const micros = [[], []];
  for (let round = -1; round < ROUNDS; round++) {
    for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
      // Both scripts have the same file name, so each is written again before it is used.
      writeRequests(folder, requests[index]);
      const { cpuMicros } = await load(servers[index], scripts[index], SECONDS);
      if (round >= 0) micros[index].push(cpuMicros);
    }
  }
  const [compiled, plain] = micros;
  const ratio = median(compiled.map((each, index) => plain[index] / each));
  const kilobytes = (answers[0].length / 1000).toFixed(1);
  const target = `>= ${MIN_GAIN}: ${ratio >= MIN_GAIN ? 'met' : 'missed'}`;
  return [what, kilobytes, median(plain).toFixed(0), median(compiled).toFixed(0), ratio.toFixed(2), target];
}

async function post(url, request) {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(request) })).text();
}

async function upload(url) {
  const rows = [];
  for (let month = 0; month < 60; month++) {
    const day = `${2019 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
    for (let customer = 0; customer < 30; customer++) {
      rows.push(`${day},customer ${customer},${((customer * 7 + month * 3) % 97) + 1}`);
    }
  }
  const form = new FormData();
  const query = 'mutation($file: Upload!) { uploadDataset(input: { file: $file }) { dataset { id } } }';
  form.set('operations', JSON.stringify({ query, variables: { file: null } }));
  form.set('map', '{"0":["variables.file"]}');
  form.set('0', new Blob([`month,customer,amount\n${rows.join('\n')}\n`]), 'sales.csv');
  const headers = { 'apollo-require-preflight': '1' };
  const { data } = await (await fetch(url, { method: 'POST', headers, body: form })).json();
  return data.uploadDataset.dataset.id;
}

function median(values) {
  return [...values].sort((one, other) => one - other)[values.length >> 1];
}
