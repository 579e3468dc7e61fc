import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { placeOf } from './place-of.js';

/** Longer requests are parsed each time. */
const MAX_BYTES = 4_096;
/** So many are known at most, in 4 MiB: a power of two. */
const PLACES = 1_024;

/** A request, as far as its answer depends on it. */
export type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** A request that was answered from what is kept before. */
export interface KnownRequest {
  /** Of all of it, its head and its body. */
  bytes: Buffer;
  asked: Asked;
  /** Of its answer. */
  key: string;
}

/** What is known of a connection that has asked for something kept. */
interface Line {
  /** What node:http was given last; null before that. */
  chunk: Buffer | null;
  /** The answer to a request that was all of `chunk`: when it is sent, the next byte begins another request. Null: who knows. */
  last: ServerResponse | null;
}

/**
 * Requests that come again byte for byte, on connections that stay open: what node:http made of them once it would make of
 * them again, so they are answered without being parsed, which is most of what an answer from memory costs.
 *
 * Where one request ends and the next begins is for node:http alone to say, since whoever sees that otherwise than it does
 * takes a part of one client's request for another's. So nothing is read here: bytes are compared with bytes, and only
 * where a request is sure to begin, which is after one that node:http parsed, that was all of a packet as HTTP/1.1 writes
 * it, and whose answer is sent. Everything else goes to node:http, as it came.
 */
export class RepeatedRequests {
  private readonly lines = new WeakMap<Socket, Line>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly known = new Array<KnownRequest | undefined>(PLACES);

  /** @param answer writes the answer to a known request; false where it has none, and the request is to be parsed. */
  constructor(private readonly answer: (known: KnownRequest, socket: Socket) => boolean | Promise<boolean>) {}

  /** The packet that node:http is at on a connection; null where that is not known. To be asked when a request begins. */
  packetOn(socket: Socket): Buffer | null {
    return this.lines.get(socket)?.chunk ?? null;
  }

  /** To be told of each request that is answered from what is kept, with its packet, before its answer is written. */
  noteAnswered(
    request: IncomingMessage,
    response: ServerResponse,
    { key, packet: bytes, bodyBytes }: { key: string; packet: Buffer | null; bodyBytes: number },
  ): void {
    if (!mayComeAgain(request)) return;
    const { socket, method, url, headers } = request;
    const line = this.lines.get(socket);
    if (line === undefined) {
      this.watch(socket);
      return;
    }
    // Nothing has come since, which would be answered after this.
    if (bytes === null || bytes !== line.chunk) return;
    if (bytes.length > MAX_BYTES || !isAllOf(bytes, request, bodyBytes)) return;
    line.last = response;
    const place = placeOf(bytes, PLACES);
    if (this.known[place]?.key === key && this.known[place].bytes.equals(bytes)) return;
    this.known[place] = { bytes: Buffer.from(bytes), asked: { method, url, headers }, key };
  }

  /** When all that is under way here is answered, or with node:http. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }

  /** From now on sees what comes on a connection before node:http does. Others are read without a detour through here. */
  private watch(socket: Socket): void {
    const line: Line = { chunk: null, last: null };
    this.lines.set(socket, line);
    // Not in the midst of its parsing.
    setImmediate(() => {
      const [parse, ...others] = socket.listeners('data') as ((chunk: Buffer) => void)[];
      if (socket.destroyed || parse === undefined || others.length > 0) return;
      socket.off('data', parse);
      socket.on('data', (chunk: Buffer) => {
        const isBetween = line.last?.writableFinished === true && socket.writableLength === 0;
        const known = isBetween ? this.known[placeOf(chunk, PLACES)] : undefined;
        const isAnswered = known?.bytes.equals(chunk) ? this.answer(known, socket) : false;
        if (isAnswered === true) return;
        if (isAnswered !== false) {
          this.await(isAnswered, line, socket, chunk);
          return;
        }
        line.last = null;
        line.chunk = chunk;
        parse.call(socket, chunk);
      });
    });
  }

  /** What comes meanwhile waits in the socket. */
  private await(isAnswered: Promise<boolean>, line: Line, socket: Socket, chunk: Buffer): void {
    socket.pause();
    const settled = isAnswered.then((is) => {
      this.underWay.delete(settled);
      if (socket.destroyed) return;
      if (!is) {
        line.last = null;
        socket.unshift(chunk);
      }
      socket.resume();
    });
    this.underWay.add(settled);
  }
}

/** Nothing about it concerns the connection. */
function mayComeAgain({ httpVersion, headers }: IncomingMessage): boolean {
  const { connection, upgrade, expect, 'transfer-encoding': coding, trailer } = headers;
  const isPlain = upgrade === undefined && expect === undefined && coding === undefined && trailer === undefined;
  return httpVersion === '1.1' && isPlain && (connection === undefined || connection.toLowerCase() === 'keep-alive');
}

/** Whether the bytes are a request as node:http has parsed it, in the one way to write it that leaves nothing to interpret. */
function isAllOf(bytes: Buffer, { method, url, rawHeaders }: IncomingMessage, bodyBytes: number): boolean {
  let head = `${method} ${url} HTTP/1.1\r\n`;
  for (let at = 0; at < rawHeaders.length; at += 2) head += `${rawHeaders[at]}: ${rawHeaders[at + 1]}\r\n`;
  head += '\r\n';
  return head.length + bodyBytes === bytes.length && bytes.toString('latin1', 0, head.length) === head;
}
