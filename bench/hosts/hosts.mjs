/**
 * The cost of several processes and hosts:
 *
 *     npm run bench -- hosts [FOLDER]
 *
 * CPU is that of all processes of the service and all their threads, without PostgreSQL and the load generator.
 *
 * - A cached answer, with 1, 2 and 4 processes on one folder, and over PostgreSQL: five alternating rounds of three seconds each,
 *   after a warm-up; medians. The difference over PostgreSQL is the cost of the freshness check. FOLDER is a built
 *   checkout of another commit, measured in the same rounds.
 * - A file: 40 files of 20,000 rows, sent to a host with ROLE=web, read by 1 and by 2 hosts with ROLE=worker.
 * - The first answers of a host whose disk is empty, and of the same host afterwards, with files in OpenStack Swift.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/steps.mjs';
import { cpuSeconds, load, writeRequests } from '../serving/pinned.mjs';
import { requireTools } from '../serving/prepare.mjs';
import { processesBelow, startHost, startPostgres, startSwift } from './servers.mjs';

const ROUNDS = 5;
const SECONDS = 3;
const FILES = 40;
const ROWS = 20_000;
const COLD_DATASETS = 20;

export const about =
  'CPU of several processes and hosts, for cached answers and for files; first answers of a new host.';
export const columns = ['what', 'where', 'CPU', 'of the first', 'elapsed'];

export async function measure(_rows, [parent]) {
  requireTools();
  const folder = mkdtempSync(join(tmpdir(), 'concentric-bench-hosts-'));
  const undo = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const postgres = await startPostgres(folder);
    undo.push(() => postgres.stop());
    return [
      ...(await cachedAnswers(folder, postgres, parent)),
      ...(await files(folder, postgres)),
      ...(await coldStart(folder, postgres, undo)),
    ];
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

async function cachedAnswers(folder, postgres, parent) {
  const cases = [
    ['1 process', {}],
    ...(parent === undefined ? [] : [['1 process, other commit', {}, parent]]),
    ['2 processes', { PROCESSES: '2' }],
    ['4 processes', { PROCESSES: '4' }],
    ['1 process, PostgreSQL', { DATABASE_URL: await postgres.createDatabase() }],
  ];
  const hosts = [];
  try {
    for (const [index, [name, environment, checkout = root]] of cases.entries()) {
      const host = await startHost({ ...environment, STORAGE_DIR: join(folder, `cached-${index}`) }, checkout);
      const id = await upload(host.url, table(0, 1_800));
      const requests = { query: QUESTION, variables: { id } };
      hosts.push({ name, host, requests, micros: [] });
    }
    for (let round = -1; round < ROUNDS; round++) {
      for (const { host, requests, micros } of round % 2 === 0 ? hosts : hosts.toReversed()) {
        const script = writeRequests(folder, requests).POST;
        const { cpuMicros } = await load(
          { url: `${host.url}/graphql`, pids: processesBelow(host.pid) },
          script,
          SECONDS,
        );
        if (round >= 0) micros.push(cpuMicros);
      }
    }
    const [first] = hosts;
    return hosts.map(({ name, micros }) => {
      const ratios = micros.map((each, nth) => each / first.micros[nth]);
      return ['a cached answer', name, `${median(micros).toFixed(0)} µs`, median(ratios).toFixed(2), ''];
    });
  } finally {
    for (const { host } of hosts) await host.stop();
  }
}

async function files(folder, postgres) {
  const rows = [];
  for (const workers of [1, 2]) {
    const STORAGE_DIR = join(folder, `files-${workers}`);
    const shared = { STORAGE_DIR, DATABASE_URL: await postgres.createDatabase() };
    const hosts = [await startHost({ ...shared, ROLE: 'web' })];
    for (let nth = 0; nth < workers; nth++) hosts.push(await startHost({ ...shared, ROLE: 'worker' }));
    try {
      const before = cpuOf(hosts);
      const startedAt = performance.now();
      const contents = Array.from({ length: FILES }, (_, nth) => table(nth, ROWS));
      await Promise.all(contents.map((content) => upload(hosts[0].url, content)));
      const seconds = (performance.now() - startedAt) / 1000;
      const milliseconds = ((cpuOf(hosts) - before) / FILES) * 1000;
      rows.push({ workers, milliseconds, seconds });
    } finally {
      for (const host of hosts) await host.stop();
    }
  }
  return rows.map(({ workers, milliseconds, seconds }) => [
    `a file of ${ROWS} rows`,
    `1 web, ${workers} worker${workers > 1 ? 's' : ''}`,
    `${milliseconds.toFixed(0)} ms`,
    (milliseconds / rows[0].milliseconds).toFixed(2),
    `${seconds.toFixed(1)} s for ${FILES}`,
  ]);
}

async function coldStart(folder, postgres, undo) {
  const swift = await startSwift(folder);
  if (swift === null) return [['first answers', 'Swift is not installed', '', '', '']];
  undo.push(() => swift.stop());
  const shared = { DATABASE_URL: await postgres.createDatabase(), ...(await swift.createBucket()) };
  const maker = await startHost({ ...shared, STORAGE_DIR: join(folder, 'maker') });
  const ids = [];
  for (let nth = 0; nth < COLD_DATASETS; nth++) ids.push(await upload(maker.url, table(nth, ROWS)));
  await maker.stop();
  const rows = [];
  for (const what of ['empty disk', 'copies on disk']) {
    const STORAGE_DIR = join(folder, 'new');
    const host = await startHost({ ...shared, STORAGE_DIR });
    try {
      const before = cpuOf([host]);
      const startedAt = performance.now();
      // Each asks another question in each run, so that nothing is stored.
      for (const id of ids)
        await post(host.url, { query: QUESTION.replace('topN: [7]', `topN: [${rows.length + 3}]`), variables: { id } });
      const milliseconds = (performance.now() - startedAt) / ids.length;
      rows.push([what, ((cpuOf([host]) - before) / ids.length) * 1000, milliseconds]);
    } finally {
      await host.stop();
    }
  }
  return rows.map(([what, cpu, milliseconds]) => [
    `the first question to a dataset of ${ROWS} rows`,
    what,
    `${cpu.toFixed(0)} ms`,
    (cpu / rows[0][1]).toFixed(2),
    `${milliseconds.toFixed(0)} ms`,
  ]);
}

const QUESTION = `query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: ["customer"], value: "amount", topN: [7] }) {
  total { entityCount total hhi gini } byPeriod { period total hhi gini } } } }`;

/** A CSV with a month, a customer and an amount in each row. */
function table(nth, rows) {
  const lines = Array.from({ length: rows }, (_, row) => {
    const month = `2024-${String((row % 12) + 1).padStart(2, '0')}-01`;
    return `${month},customer ${(row * 7 + nth) % 3_000},${((row * 31 + nth) % 9_973) / 100}`;
  });
  return `month,customer,amount\n${lines.join('\n')}\n`;
}

async function upload(url, content) {
  const form = new FormData();
  const query =
    'mutation($file: Upload!) { uploadDataset(input: { file: $file, wait: true }) { dataset { id status } } }';
  form.set('operations', JSON.stringify({ query, variables: { file: null } }));
  form.set('map', '{"0":["variables.file"]}');
  form.set('0', new Blob([content]), 'sales.csv');
  const headers = { 'apollo-require-preflight': '1' };
  const { data, errors } = await (await fetch(`${url}/graphql`, { method: 'POST', headers, body: form })).json();
  if (errors || data.uploadDataset.dataset.status !== 'READY') throw new Error(JSON.stringify(errors ?? data));
  return data.uploadDataset.dataset.id;
}

async function post(url, request) {
  const headers = { 'content-type': 'application/json' };
  const answer = await (
    await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(request) })
  ).json();
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
}

function cpuOf(hosts) {
  return hosts.flatMap(({ pid }) => processesBelow(pid)).reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}

function median(values) {
  return [...values].sort((one, other) => one - other)[values.length >> 1];
}
