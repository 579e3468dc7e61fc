import type { Socket } from 'node:net';
import { KEEP_ALIVE_MS } from '../keep-alive.js';

/** An answer from what is kept, as it goes to the client. */
export interface Reply {
  requestId: string;
  statusCode: 200 | 304;
  /** Names and values in turn; none that a client chose but the request id, which is safe. */
  headers: string[];
  /** Undefined where the head is all. */
  body: Buffer | undefined;
}

/** A longer body is not copied to be sent together with its head. */
const MAX_COPIED_BYTES = 32_768;

const statusLines = {
  200: 'HTTP/1.1 200 OK\r\n',
  304: 'HTTP/1.1 304 Not Modified\r\n',
} satisfies Record<Reply['statusCode'], string>;

const ends = `Connection: keep-alive\r\nKeep-Alive: timeout=${KEEP_ALIVE_MS / 1000}\r\n\r\n`;

/** As node:http's ServerResponse writes it, where a connection is between two requests. */
export function writeReply(socket: Socket, { statusCode, headers, body }: Reply): void {
  let head = statusLines[statusCode];
  for (let at = 0; at < headers.length; at += 2) head += `${headers[at]}: ${headers[at + 1]}\r\n`;
  head += `Date: ${httpDate()}\r\n${ends}`;
  if (body === undefined) socket.write(head, 'latin1');
  else if (body.length <= MAX_COPIED_BYTES) socket.write(together(head, body));
  else {
    socket.cork();
    socket.write(head, 'latin1');
    socket.write(body);
    socket.uncork();
  }
}

function together(head: string, body: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(head.length + body.length);
  bytes.write(head, 'latin1');
  body.copy(bytes, head.length);
  return bytes;
}

let date = { second: 0, text: '' };

/** RFC 9110, 5.6.7. */
function httpDate(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== date.second) date = { second, text: new Date(second * 1000).toUTCString() };
  return date.text;
}
