import { connect as connectTo, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { listening } from './redis.js';

/**
 * What the proxy does with what goes through it. `hold`: nothing gets through, and later all of it. `drop`: connections
 * that are used go silent for ever, as when a cable is pulled. `cut`: connections are cut and new ones refused.
 * `cutReplies`: a reply is cut after its first bytes. `loseReply`: the next reply is lost with its connection, no later one.
 */
export type Fault = 'none' | 'hold' | 'drop' | 'cut' | 'cutReplies' | 'loseReply' | { delayMs: number };

export type FaultProxy = Awaited<ReturnType<typeof startFaultProxy>>;

/** A TCP proxy before a server on this machine, which does it harm when told to. */
export async function startFaultProxy(targetPort: number) {
  let fault: Fault = 'none';
  const sockets = new Set<Socket>();
  const held: (() => void)[] = [];
  let connections = 0;

  const silenced = new WeakSet<Socket>();

  const pass = (from: Socket, to: Socket, isReply: boolean) => {
    // Bytes may come late, never in another order: that is what TCP promises.
    let before: Promise<void> = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      const delayMs = typeof fault === 'object' && isReply ? fault.delayMs : 0;
      const write = () => {
        before = before.then(() => pause(delayMs)).then(() => void (to.writable && to.write(chunk)));
      };
      if (fault === 'drop') silenced.add(from).add(to);
      if (silenced.has(from)) return;
      if (fault === 'hold') held.push(write);
      else if (fault === 'loseReply' && isReply) {
        fault = 'none';
        to.destroy();
      } else if (fault === 'cutReplies' && isReply) {
        to.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => to.destroy());
      } else write();
    });
  };

  const server = createServer((client) => {
    if (fault === 'cut') return client.destroy();
    connections++;
    const upstream = connectTo(targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    pass(client, upstream, false);
    pass(upstream, client, true);
  });
  await listening(server);
  const { port } = server.address() as { port: number };

  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    /** Taken so far. */
    get connections() {
      return connections;
    },
    set(next: Fault) {
      fault = next;
      if (next === 'cut') for (const socket of sockets) socket.destroy();
      if (next !== 'hold') for (const write of held.splice(0)) write();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
