import type { Redis } from 'ioredis';
import { connectionsOf } from './client.js';
import type { RedisLink } from './link.js';

/** Keys in the database and bytes of memory, of all masters together; 0 where Redis does not answer. */
export async function redisSize(link: RedisLink): Promise<{ entries: number; bytes: number }> {
  const reply = await link.send('size', (client) => Promise.all(connectionsOf(client).map(nodeSize)));
  const sizes = reply.status === 'answered' ? reply.value : [];
  return {
    entries: sizes.reduce((sum, { entries }) => sum + entries, 0),
    bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

async function nodeSize(node: Redis): Promise<{ entries: number; bytes: number }> {
  const [entries, memory] = await Promise.all([node.dbsize(), node.info('memory')]);
  const [, bytes = '0'] = /^used_memory:(\d+)/m.exec(memory) ?? [];
  return { entries, bytes: Number(bytes) };
}
