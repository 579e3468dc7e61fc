import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** One connection on which every send() is a packet of its own; next() reads the answers in their order. */
export class RawClient {
  readonly socket: Socket;
  private received = '';

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1').setNoDelay(true);
    this.socket
      .on('error', () => undefined)
      .on('data', (chunk) => {
        this.received += chunk.toString('latin1');
      });
  }

  send(packet: string): Promise<void> {
    return new Promise((resolve) => {
      this.socket.write(packet, 'latin1', () => resolve());
    });
  }

  /** Null once the server has closed the connection. Answers need a Content-Length. */
  async next(isHead = false): Promise<RawAnswer | null> {
    for (;;) {
      const answer = this.take(isHead);
      if (answer !== null) return answer;
      if (this.isClosed) return null;
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'close'), once(this.socket, 'end')]);
    }
  }

  get isClosed(): boolean {
    return this.socket.readableEnded || this.socket.destroyed;
  }

  close(): void {
    this.socket.destroy();
  }

  private take(isHead: boolean): RawAnswer | null {
    const end = this.received.indexOf('\r\n\r\n');
    if (end === -1) return null;
    const [statusLine = '', ...lines] = this.received.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(lines.map((line) => line.toLowerCase().split(': ') as [string, string]));
    const status = Number(statusLine.split(' ')[1]);
    const hasBody = !isHead && status !== 304 && status !== 204 && status >= 200;
    const length = hasBody ? Number(headers['content-length']) : 0;
    const start = end + 4;
    if (this.received.length < start + length) return null;
    const body = this.received.slice(start, start + length);
    this.received = this.received.slice(start + length);
    return { status, headers, body };
  }
}
