import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { frontStatus, NAME, serveDatasets } from './served-datasets.js';

const BODY = JSON.stringify(NAME);
const HEAD = 'POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n';
const WHOLE = `${HEAD}content-length: ${BODY.length}\r\n\r\n${BODY}`;

let server: Awaited<ReturnType<typeof serveDatasets>>;
beforeAll(async () => {
  server = await serveDatasets();
  // Once as fetch asks and once as it is asked here: without Accept.
  await server.post(NAME);
  await exchange(closing(WHOLE));
});
afterAll(() => server.close());

function open(): Socket {
  return connect(server.port, '127.0.0.1').on('error', () => undefined);
}

/** What comes back to these bytes, until the service closes the connection. */
async function exchange(bytes: string): Promise<string> {
  const socket = open();
  socket.write(bytes);
  return text(socket);
}

const closing = (request: string) => request.replace('host:', 'connection: close\r\nhost:');
const statuses = (answers: string) => [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
const fronts = (answers: string) =>
  [...answers.matchAll(/concentric-front; (hit|fwd=[\w-]+)/g)].map(([, what]) => what);

describe('a connection', () => {
  it('gets pipelined requests answered in order', async () => {
    const miss = JSON.stringify({ query: '{ pipelined: __typename }' });
    const other = `${HEAD}content-length: ${miss.length}\r\n\r\n${miss}`;
    const answers = await exchange(WHOLE + other + closing(WHOLE));
    expect(statuses(answers)).toEqual([200, 200, 200]);
    expect(fronts(answers)).toEqual(['hit', 'fwd=uri-miss', 'hit']);
    expect(answers.match(/revision 1|pipelined/g)).toEqual(['revision 1', 'pipelined', 'revision 1']);
  });

  it('may send a body in chunks', async () => {
    const half = BODY.length >> 1;
    const chunks = [BODY.slice(0, half), BODY.slice(half)].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`);
    const answers = await exchange(closing(`${HEAD}transfer-encoding: chunked\r\n\r\n${chunks.join('')}0\r\n\r\n`));
    expect(fronts(answers)).toEqual(['hit']);
  });

  it('may send Expect: 100-continue or an absolute URL', async () => {
    const expecting = WHOLE.replace('host:', 'expect: 100-continue\r\nhost:');
    expect(statuses(await exchange(expecting + closing(expecting)))).toEqual([100, 200, 200]);
    const absolute = WHOLE.replace('POST /', 'POST http://127.0.0.1/');
    const answers = await exchange(absolute + absolute + closing(WHOLE));
    expect(statuses(answers)).toEqual([200, 200, 200]);
    expect(answers.match(/revision 1/g)).toHaveLength(3);
  });

  it('may send head and body in separate packets', async () => {
    const socket = open();
    socket.setNoDelay(true);
    const received = text(socket);
    const answered = () => once(socket, 'data');
    for (let time = 0; time < 4; time++) {
      const next = answered();
      socket.write(WHOLE.slice(0, -BODY.length));
      await pause(5);
      socket.write(BODY);
      await next;
    }
    socket.end(closing(WHOLE));
    expect(fronts(await received)).toEqual(Array(5).fill('hit'));
  });

  it('gets an error for a compressed body and for an unknown method', async () => {
    const zipped = await exchange(closing(WHOLE.replace('host:', 'content-encoding: gzip\r\nhost:')));
    expect(statuses(zipped)).toEqual([415]);
    expect(zipped).toContain('Send it uncompressed.');
    const put = await exchange(closing(WHOLE.replace('POST', 'PUT')));
    expect(statuses(put)).toEqual([405]);
    expect(put).toMatch(/allow: GET, HEAD, POST, OPTIONS/i);
  });

  it.each([
    ['a length and chunks at once', `${HEAD}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['two lengths', `${HEAD}content-length: 4\r\ncontent-length: 5\r\n\r\nabcde`],
    ['a length that is no number', `${HEAD}content-length: +4\r\n\r\nabcd`],
    ['a chunk of no size', `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n\r\n`],
  ])('is closed after %s, so that nothing behind it is taken for a request', async (_, request) => {
    expect(statuses(await exchange(request + WHOLE))).toEqual([400]);
  });

  it('is refused when more bytes than Content-Length follow', async () => {
    const answers = await exchange(`${HEAD}content-length: 10\r\n\r\n${BODY}`);
    expect(new Set(statuses(answers))).toEqual(new Set([400]));
    expect(answers).not.toContain('revision');
  });

  it('leaves nothing behind when it ends within a body', async () => {
    const socket = open();
    socket.write(WHOLE.slice(0, -5));
    await once(socket, 'ready');
    socket.resetAndDestroy();
    expect(frontStatus(await server.post(NAME))).toMatch(/^hit/);
  });

  it('does not affect others when it closes while it is answered', async () => {
    const sockets = Array.from({ length: 20 }, () => {
      const socket = open();
      socket.write(WHOLE.repeat(20), () => socket.resetAndDestroy());
      return once(socket, 'close');
    });
    await Promise.all(sockets);
    expect(frontStatus(await server.post(NAME))).toMatch(/^hit/);
    expect(server.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});

describe('a body', () => {
  it.each([
    ['says that it is', `${HEAD}content-length: 1100000\r\n\r\n`],
    [
      'turns out to be',
      `${HEAD}transfer-encoding: chunked\r\n\r\n${'fffff\r\n'}${'x'.repeat(0xfffff)}\r\nffff\r\n${'x'.repeat(0xffff)}\r\n`,
    ],
  ])('is refused with 413 when it %s larger than 1 MiB', async (_, request) => {
    const socket = open();
    socket.write(request);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
    expect(String(answer)).toContain('"code":"BODY_TOO_LARGE"');
  });

  it('is read at exactly 1 MiB', async () => {
    const padded = BODY.padEnd(1_048_576);
    const answers = await exchange(closing(`${HEAD}content-length: ${padded.length}\r\n\r\n${padded}`));
    expect(statuses(answers)).toEqual([200]);
  });

  it('is refused with 408 when it does not arrive within half a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const socket = open();
      socket.write(WHOLE.slice(0, -5));
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      await vi.waitUntil(async () => {
        await vi.advanceTimersByTimeAsync(31_000);
        return answer.includes('}]}');
      });
      socket.destroy();
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer).toContain('did not arrive within 30 s');
    } finally {
      vi.useRealTimers();
    }
  });
});
