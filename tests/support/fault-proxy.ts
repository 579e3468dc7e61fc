import { connect as connectTo, createServer, type Socket } from 'node:net';
import { listening } from './redis.js';

/**
 * What the proxy does with what goes through it. `hold`: nothing gets through, and later all of it. `drop`: connections
 * that are used go silent for ever, as when a cable is pulled. `cut`: connections are cut and new ones refused. `cutReplies`: a reply is cut after its first bytes.
 */
export type Fault = 'none' | 'hold' | 'drop' | 'cut' | 'cutReplies' | { delayMs: number };

export type FaultProxy = Awaited<ReturnType<typeof startFaultProxy>>;

/** A TCP proxy before a server on this machine, which does it harm when told to. */
export async function startFaultProxy(targetPort: number) {
  let fault: Fault = 'none';
  const sockets = new Set<Socket>();
  const held: (() => void)[] = [];

  const silenced = new WeakSet<Socket>();

  const pass = (from: Socket, to: Socket, isReply: boolean) => {
    from.on('data', (chunk: Buffer) => {
      const write = () => void (to.writable && to.write(chunk));
      if (fault === 'drop') silenced.add(from).add(to);
      if (silenced.has(from)) return;
      if (fault === 'none') write();
      else if (fault === 'hold') held.push(write);
      else if (fault === 'cutReplies' && isReply) {
        to.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => to.destroy());
      } else if (fault === 'cutReplies') write();
      else if (typeof fault === 'object') setTimeout(write, isReply ? fault.delayMs : 0);
    });
  };

  const server = createServer((client) => {
    if (fault === 'cut') return client.destroy();
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
    url: `redis://127.0.0.1:${port}`,
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
