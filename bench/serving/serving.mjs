/**
 * Throughput of one core, the service and its peers in the same run:
 *
 *     npm run bench -- serving
 *
 * An answer of about 6 KB (the schema of a dataset, part of it twice), requested by wrk with 32 connections, each request
 * with its own `traceparent`. The floor is a node:http server that reads the request's body and answers the bytes from
 * memory. The server is pinned to one core; wrk, and Redis if used, to another. Rounds of three seconds, one
 * server after the other, after a warm-up; medians. CPU is that of all the server's threads, from /proc. "As shipped" is LOG_LEVEL=info
 * with stderr in a file: a line in the access log for each request; the other rows write none, nor do the peers. Every
 * server's answer is compared with the service's before it is measured. The peers are in bench/peers/serving; their resolvers
 * return the answer's data from memory, which favours them: the service resolves from its catalog, and compares stored
 * answers with the storage folder. BENCH_ROUNDS sets the number of rounds (default 5).
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { root } from '../../scripts/steps.mjs';
import { load, startPinned, startRedis, writeRequests } from './pinned.mjs';
import { freePort, installPeers, requireTools } from './prepare.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = 3;
const WARM_UP_SECONDS = 2;

const QUERY = `query Schema($id: ID!) { dataset(id: $id) { id name version rowCount columnCount status createdAt updatedAt
  source { fileName format sizeBytes sha256 encoding delimiter headerRow }
  schema { version rowCount periodGrain periodGrainCandidates timeColumns timeCandidates warnings { code message column count }
    columns { name originalName role dataType representation cardinality nullRate min max samples description timePart
      periodGrain coercions { kind count example } reconciliation { cells blank nullMarkers rejected typed } rejected { row raw } } }
  again: schema { columns { name originalName role dataType cardinality min max samples } } } }`;

export const about = 'Requests per second of one core for an answer of 6 KB, and server CPU per request.';
export const columns = ['what', 'from', 'req/s', 'of the floor', 'of the best peer', 'CPU µs per request', 'target'];

export async function measure() {
  requireTools();
  installPeers();
  const folder = mkdtempSync(join(tmpdir(), 'concentric-bench-'));
  const started = [];
  const keep = (server) => {
    started.push(server);
    return server;
  };
  try {
    const redis = keep(await startRedis(folder, await freePort()));
    const storage = { STORAGE_DIR: join(folder, 'storage'), PORT: '0', LOG_LEVEL: 'warn', THREADS: '2' };
    const service = (environment, ...without) => {
      const imports = without.flatMap((name) => ['--import', join(root, 'bench', 'serving', 'without', `${name}.mjs`)]);
      const log = environment.LOG_LEVEL === 'info' ? join(folder, 'access.log') : undefined;
      return startPinned([...imports, 'dist/src/main.js'], { ...storage, ...environment }, log);
    };

    const first = keep(await service({}));
    const request = { query: QUERY, variables: { id: await sampleId(first.url) } };
    const { data } = await ask(first.url, request);
    const setup = join(folder, 'setup.json');
    const sdl = readFileSync(join(root, 'schema', 'schema.graphql'), 'utf8');
    writeFileSync(setup, JSON.stringify({ sdl, data }));
    console.error(`an answer of ${JSON.stringify({ data }).length} bytes`);
    const peer = (file, environment) =>
      startPinned([join('bench', 'peers', 'serving', file)], {
        BENCH_SETUP: setup,
        NODE_ENV: 'production',
        ...environment,
      });
    const REDIS_URL = redis.url;

    const contestants = [
      [
        'node:http that reads the body',
        'memory',
        () => startPinned(['bench/serving/floor-that-reads.mjs'], { BENCH_SETUP: setup }),
        '',
        'floor',
      ],
      [
        'answer front, as shipped',
        'memory',
        () => service({ LOG_LEVEL: 'info' }),
        '≥ 0.60 of the floor, ≥ 3 of the best peer',
        'ours',
      ],
      ['answer front, silent', 'memory', () => service({}), '', 'ours'],
      ['answer front, GET', 'memory', () => service({}), '', 'ours', 'GET'],
      ['response cache', 'memory', () => service({}, 'front'), '', 'ours'],
      [
        'response cache',
        'Redis',
        () => service({ REDIS_URL }, 'front', 'answer-memory'),
        '≥ 1 of the best peer from Redis',
        'ours',
      ],
      ['resolved, the schema as JSON', 'memory', () => service({}, 'whole-answers'), '', 'ours'],
      [
        'resolved, the schema as JSON',
        'Redis',
        () => service({ REDIS_URL }, 'whole-answers', 'value-memory'),
        '',
        'ours',
      ],
      ['fastify + graphql-jit by hand', 'memory', () => peer('jit-by-hand.mjs'), '', 'peer'],
      ['mercurius with JIT', 'memory', () => peer('mercurius.mjs'), '', 'peer'],
      ['graphql-yoga with its response cache', 'memory', () => peer('yoga.mjs'), '', 'peer'],
      ['Apollo Server + @envelop/response-cache', 'memory', () => peer('apollo.mjs', { BENCH_CACHE: '1' }), '', 'peer'],
      ['Apollo Server', 'memory', () => peer('apollo.mjs'), '', 'peer'],
      ['fastify + graphql-jit by hand', 'Redis', () => peer('jit-by-hand.mjs', { REDIS_URL }), '', 'peer'],
      ['graphql-yoga with its response cache', 'Redis', () => peer('yoga.mjs', { REDIS_URL }), '', 'peer'],
      [
        'Apollo Server + @envelop/response-cache',
        'Redis',
        () => peer('apollo.mjs', { REDIS_URL, BENCH_CACHE: '1' }),
        '',
        'peer',
      ],
    ].map(([what, from, start, target, kind, method = 'POST']) => ({
      what,
      from,
      start,
      target,
      kind,
      method,
      rounds: [],
    }));

    const scripts = writeRequests(folder, request);
    for (const contestant of contestants) {
      contestant.server = keep(await contestant.start());
      const answer = await ask(contestant.server.url, request);
      if (!isDeepStrictEqual(answer.data, data)) throw new Error(`${contestant.what} returned a different answer`);
      await load(contestant.server, scripts[contestant.method], WARM_UP_SECONDS);
    }
    for (let round = 0; round < ROUNDS; round++) {
      for (const { server, method, rounds } of contestants) rounds.push(await load(server, scripts[method], SECONDS));
    }
    return table(contestants);
  } finally {
    for (const server of started) server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function table(contestants) {
  const rate = ({ rounds }) => median(rounds.map((round) => round.rate));
  const best = (from) => {
    const peers = contestants.filter(({ kind, ...peer }) => kind === 'peer' && peer.from === from);
    return peers.reduce((a, b) => (rate(a) >= rate(b) ? a : b));
  };
  const [floor] = contestants;
  return contestants.map((contestant) => {
    // Within each round: a disturbance of the machine affects both.
    const against = (other) =>
      median(contestant.rounds.map((round, index) => round.rate / other.rounds[index].rate)).toFixed(2);
    const { what, from, kind, target, rounds } = contestant;
    const micros = median(rounds.map(({ cpuMicros }) => cpuMicros)).toFixed(0);
    const name = kind === 'ours' ? `**${what}**` : what;
    return [
      name,
      from,
      Math.round(rate(contestant)),
      against(floor),
      kind === 'floor' ? '' : against(best(from)),
      micros,
      target,
    ];
  });
}

async function ask(url, request) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(request) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${url}: ${JSON.stringify(errors)}`);
  return { data };
}

async function sampleId(url) {
  const { data } = await ask(url, { query: '{ datasets(first: 1) { nodes { id } } }' });
  return data.datasets.nodes[0].id;
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
