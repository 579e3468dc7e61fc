import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import { type Client, createClient } from '../../support/client.js';
import { freePort, hasRedis, startRedis } from '../../support/redis.js';
import { frontStatus } from './served-datasets.js';

const PUBLIC_URL = 'http://front.example';

/** As many services on one storage folder, and on one Redis where there is one. */
async function together(count: number, redisUrl: string, work: (clients: Client[]) => Promise<void>) {
  const storageDir = await mkdtemp(join(tmpdir(), 'concentric-storage-'));
  const apps: TestApp[] = [];
  const clients: Client[] = [];
  try {
    for (let each = 0; each < count; each++) {
      const PORT = String(await freePort());
      apps.push(await startApp({ PORT, PUBLIC_URL, STORAGE_DIR: storageDir, REDIS_URL: redisUrl, THREADS: '2' }));
      clients.push(createClient(`http://127.0.0.1:${PORT}`));
    }
    await work(clients);
  } finally {
    for (const app of apps) await app.close();
    await rm(storageDir, { recursive: true });
  }
}

async function ask({ url }: Client, id: string) {
  const query = `{ dataset(id: "${id}") { version schema { columns { name description } } } datasets { totalCount } }`;
  const response = await fetch(`${url}/graphql?${new URLSearchParams({ query })}`);
  // biome-ignore lint/suspicious/noExplicitAny: what is not there fails the expectation
  const { data } = (await response.json()) as any;
  return { data, front: frontStatus(response), cacheStatus: response.headers.get('cache-status') };
}

it.skipIf(!hasRedis)(
  'every process shows a change in the next answer after another acknowledged it, from memory and from Redis',
  async () => {
    const redis = await startRedis();
    await together(3, redis.url, async (clients) => {
      const [first, second, third] = clients as [Client, Client, Client];
      const { data } = await first.upload({ content: 'who,amount\na,1\n', fileName: 'a.csv' });
      const { id } = data.uploadDataset.dataset;
      await ask(second, id);
      expect((await ask(second, id)).front).toMatch(/^hit; .*detail=memory$/);
      const answerKeys = () => redis.client.keys('answer:*');
      await expect.poll(answerKeys).toHaveLength(1);
      expect((await ask(third, id)).cacheStatus).toMatch(/concentric-answers; hit; [^,]*detail=redis/);
      expect((await ask(third, id)).front).toMatch(/^hit; .*detail=memory$/);

      for (let round = 1; round <= 5; round++) {
        await first.gql(
          'mutation($id: ID!, $text: String!) { saveSchema(input: { id: $id, columns: [{ name: "who", role: CATEGORICAL, description: $text }] }) { dataset { id } } }',
          { id, text: `round ${round}` },
        );
        // What was made from the revision before is gone when the mutation is acknowledged.
        expect(await answerKeys()).toEqual([]);
        for (const client of clients) {
          const answer = await ask(client, id);
          expect(answer.data.dataset.schema.columns[0].description).toBe(`round ${round}`);
        }
        await expect.poll(answerKeys).toHaveLength(1);
      }
      await second.upload({ content: 'who,amount\nb,2\n', fileName: 'b.csv' });
      for (const client of clients) expect((await ask(client, id)).data.datasets.totalCount).toBe(2);
    });
    await redis.stop();
  },
);
