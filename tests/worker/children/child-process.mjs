import { replyOf } from '../../../dist/src/worker/reply.js';
import { failures } from './failures.mjs';

process.once('message', async (name) => {
  process.send(await replyOf(() => failures[name]()), () => process.exit());
});
