// BentoCache as its documentation sets it up: memory before Redis. Two instances stand for two processes.
import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { redisDriver } from 'bentocache/drivers/redis';
import { COMPUTE_MS, pause, report } from './report.mjs';

let value = 0;
let computes = 0;
const { port } = new URL(process.env.REDIS_URL);

function instance() {
  const store = bentostore()
    .useL1Layer(memoryDriver({ maxSize: '10mb' }))
    .useL2Layer(redisDriver({ connection: { host: '127.0.0.1', port: Number(port) } }));
  const bento = new BentoCache({ default: 'answers', stores: { answers: store } });
  const factory = async () => {
    computes++;
    const read = value;
    await pause(COMPUTE_MS);
    return read;
  };
  return {
    read: (key = 'dataset') => bento.getOrSet({ key, ttl: '1h', factory }),
    invalidate: () => bento.delete({ key: 'dataset' }),
  };
}

await report({
  caches: [instance(), instance()],
  computes: () => computes,
  change: () => ++value,
  redisPid: Number(process.env.REDIS_PID),
});
