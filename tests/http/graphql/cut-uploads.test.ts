import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';

const BOUNDARY = 'concentric-test';
const operations = JSON.stringify({
  query: 'mutation($file: Upload!) { uploadDataset(input: { file: $file }) { dataset { id } } }',
  variables: { file: null },
});
const beforeTheFile = [
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${operations}\r\n`,
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="map"\r\n\r\n{"0":["variables.file"]}\r\n`,
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="0"; filename="sales.csv"\r\n\r\n`,
].join('');

let app: TestApp;
beforeEach(async () => {
  app = await startApp();
});
afterEach(() => app.close());

it.each<[string, (socket: Socket) => void]>([
  ['is closed', (socket) => socket.destroy()],
  ['is reset', (socket) => socket.resetAndDestroy()],
  ['is ended with half of the body', (socket) => socket.end()],
])('an upload whose connection %s leaves nothing behind, and the service goes on', async (_, cut) => {
  const socket = await sendHalfAFile();
  await expect.poll(datasets).toHaveLength(1);
  cut(socket);
  await expect.poll(datasets).toEqual([]);
  const { data } = await app.upload({ content: 'city,sales\nOslo,3\n', fileName: 'a.csv' });
  expect(data.uploadDataset.dataset.status).toBe('READY');
  expect(app.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
});

it('an upload whose client stops sending is answered with UPLOAD_INCOMPLETE after half a minute and leaves nothing behind', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const socket = await sendHalfAFile();
    await vi.waitUntil(async () => (await datasets()).length === 1);
    const answer = text(socket);
    await vi.waitUntil(async () => {
      // Until the service has begun to wait.
      await vi.advanceTimersByTimeAsync(31_000);
      return (await datasets()).length === 0;
    });
    // It lingers, for a client that still sends and reads no answer before it is done.
    await vi.waitUntil(async () => {
      await vi.advanceTimersByTimeAsync(11_000);
      return socket.destroyed;
    });
    expect(await answer).toContain('"code":"UPLOAD_INCOMPLETE"');
  } finally {
    vi.useRealTimers();
  }
});

/** A connection on which a file of a million bytes is promised and half of it is sent. */
async function sendHalfAFile(): Promise<Socket> {
  const { hostname, port } = new URL(app.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: ${hostname}\r\napollo-require-preflight: 1\r\n` +
      `content-type: multipart/form-data; boundary=${BOUNDARY}\r\ncontent-length: 1000000\r\n\r\n`,
  );
  socket.write(`${beforeTheFile}city,sales\n${'Oslo,3\n'.repeat(70_000)}`);
  return socket;
}

async function datasets(): Promise<string[]> {
  const names = await readdir(join(app.storageDir, 'datasets'));
  return names.filter((name) => name.startsWith('ds_'));
}
