import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createClient } from '../../support/client.js';
import { addressOf, startProcess } from '../../support/process.js';

/** `SOAK_QUERIES=1000000 npm test -- tests/http/answer-front/soak`: some five minutes on a quiet machine. */
const QUERIES = Number(process.env.SOAK_QUERIES ?? 0);
const AT_ONCE = 16;
const SAMPLES = 40;
const MB = 2 ** 20;

describe.skipIf(QUERIES === 0)('queries of which no two are the same', () => {
  it(
    'leave the memory of the process as large as it was after the first quarter of them',
    async () => {
      const storageDir = await mkdtemp(join(tmpdir(), 'concentric-soak-'));
      const service = startProcess({ STORAGE_DIR: storageDir, LOG_LEVEL: 'warn' });
      try {
        const { url, gql } = createClient(await addressOf(service));
        const { data } = await gql('{ datasets(first: 1) { nodes { id } } }');
        const [{ id }] = data.datasets.nodes;
        const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
        const samples: number[] = [];
        let sent = 0;
        const ask = async () => {
          while (sent < QUERIES) {
            const number = sent++;
            if (number % (QUERIES / SAMPLES) === 0) samples.push(residentBytes(service.pid!) / MB);
            await post(`${url}/graphql`, agent, bodyOf(number, id));
          }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, ask));
        const { data: stats } = await gql('{ cacheStats { stores { name entries bytes fills } } }');
        console.log(JSON.stringify({ rssMb: samples.map(Math.round), stores: stats.cacheStats.stores }));
        const highestIn = (from: number, to: number) =>
          Math.max(...samples.slice(samples.length * from, samples.length * to));
        expect(highestIn(0.25, 1)).toBeLessThan(highestIn(0, 0.25) * 1.1);
      } finally {
        service.kill('SIGKILL');
        await rm(storageDir, { recursive: true, force: true });
      }
    },
    120_000 + QUERIES * 20,
  );
});

/** One in ten is another document; the others ask with other variables. */
function bodyOf(number: number, id: string): string {
  const name = number % 10 === 0 ? `Q${number}` : 'Q';
  return JSON.stringify({
    query: `query ${name}($id: ID!) { dataset(id: $id) { name rowCount schema { columns { name role } } } }`,
    // One the document does not declare makes another request of it all the same.
    variables: { id, number },
  });
}

function post(url: string, agent: Agent, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    request(url, { method: 'POST', agent, headers }, async (response) => {
      const answer = await text(response);
      if (answer.startsWith('{"data":{"dataset":{"name"')) resolve();
      else reject(new Error(`${response.statusCode}: ${answer}`));
    })
      .on('error', reject)
      .end(body);
  });
}

function residentBytes(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) * 1024;
}
