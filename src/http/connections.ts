import { type IncomingMessage, type Server, type ServerOptions, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/**
 * For a connection's first byte and its whole first head, and for the head of each later request from its first byte on.
 * A whole request has no limit: a file may take its time, and bodies have limits of their own (read-body.ts, uploads.ts).
 */
export const connectionTimeouts = {
  headersTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
  // Longer than common load balancers wait: they close an idle connection first, and never find it closed.
  keepAliveTimeout: 72_000,
  requestTimeout: 0,
} satisfies ServerOptions;

/**
 * Keeps a server below a number of connections, so that clients that open many and send nothing, or half a head, lock out no
 * other client: a new connection replaces the oldest one that has never sent a request, else the oldest idle one. When all of
 * them are being answered, the new one is closed.
 */
export class Connections {
  /** The latest response on each connection; null before the first. Oldest connection first. */
  private readonly latest = new Map<Socket, ServerResponse | null>();

  constructor(private readonly max: number) {}

  watch(server: Server): void {
    server.on('connection', (socket) => {
      if (this.latest.size >= this.max) (this.replaceable() ?? socket).destroy();
      if (socket.destroyed) return;
      this.latest.set(socket, null);
      socket.once('close', () => this.latest.delete(socket));
    });
  }

  /** For each request: its connection is in use until the response was sent. */
  begin({ socket }: IncomingMessage, response: ServerResponse): void {
    if (this.latest.has(socket)) this.latest.set(socket, response);
  }

  /** Bytes that node:http does not accept as a request: answered after every response that is due, and the connection closed. */
  refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
    const due = this.latest.get(socket) ?? null;
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
    } else if (due === null || due.writableFinished || isBeingReceived(due, socket)) {
      socket.end(malformedAnswer(error));
      socket.destroySoon();
    } else if (due.req.complete) {
      socket.pause();
      due.once('close', () => socket.destroySoon());
    } else {
      socket.destroy();
    }
  }

  private replaceable(): Socket | null {
    let idle: Socket | null = null;
    for (const [socket, response] of this.latest) {
      if (socket.destroyed) continue;
      if (response === null) return socket;
      if (response.writableFinished) idle ??= socket;
    }
    return idle;
  }
}

const clientErrors: Readonly<Record<string, { status: number; message: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    message: `Expected a request head within ${connectionTimeouts.headersTimeout / 1000} s. Connect again.`,
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    message: 'Expected at most 16 KiB of request line and headers, got more. Send a long query by POST.',
  },
};

/** The malformed bytes are in this request's own body, and nothing was answered yet. A pipelined one has no socket before its turn. */
function isBeingReceived(response: ServerResponse, socket: Socket): boolean {
  return !response.req.complete && response.socket === socket && !response.headersSent;
}

function malformedAnswer({ code }: NodeJS.ErrnoException): string {
  const { status, message } = clientErrors[code ?? ''] ?? {
    status: 400,
    message: 'Expected an HTTP/1.1 request, got bytes that are none.',
  };
  const body = JSON.stringify({ error: { code: 'BAD_REQUEST', message } });
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}
