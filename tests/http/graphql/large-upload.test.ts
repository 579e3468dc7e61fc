import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isDatasetId } from '../../../src/catalog/dataset-id.js';
import { addressOf, type ServiceProcess, startProcess } from '../../support/process.js';

const MB = 1_000_000;
const BOUNDARY = 'concentric-test';

describe('a large upload', () => {
  let storageDir: string;
  let child: ServiceProcess;
  let url: string;

  beforeEach(async () => {
    storageDir = await mkdtemp(join(tmpdir(), 'concentric-large-'));
    child = startProcess({ STORAGE_DIR: storageDir, SAMPLE_DATA: 'false', MAX_UPLOAD_BYTES: '250MB' });
    url = await addressOf(child);
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await rm(storageDir, { recursive: true, force: true });
  });

  it.skipIf(!existsSync('/proc/self/status'))('of 200 MB is never held in memory', async () => {
    const before = peakMemoryBytes();
    // Received whole, then refused for what it is: what is measured is the way to the disk, not the reading.
    const body = await send(200 * MB);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'UNSUPPORTED_FORMAT' } }] });
    expect(peakMemoryBytes() - before).toBeLessThan(100 * MB);
    expect(await keptDatasets()).toEqual([]);
  });

  it('above the limit is answered with FILE_TOO_LARGE while it is being sent, and leaves nothing', async () => {
    const body = await send(300 * MB);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'FILE_TOO_LARGE' } }] });
    expect(await keptDatasets()).toEqual([]);
  });

  it('leaves nothing when it breaks off', async () => {
    const { request } = open();
    request.on('error', () => {});
    await pipeline(chunks(20 * MB), request, { end: false });
    await expect.poll(keptDatasets).toHaveLength(1);
    request.destroy();
    await expect.poll(keptDatasets).toEqual([]);
  });

  async function send(bytes: number): Promise<unknown> {
    const { request, answer } = open();
    // The service may answer, and then close, before everything is sent.
    const sending = pipeline(chunks(bytes), request).catch(() => undefined);
    const body = await answer;
    request.destroy();
    await sending;
    return body;
  }

  function open() {
    const request = httpRequest(`${url}/graphql`, {
      method: 'POST',
      headers: { 'apollo-require-preflight': '1', 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    });
    const answer = once(request, 'response').then(([response]) => json(response));
    answer.catch(() => undefined);
    return { request, answer };
  }

  async function keptDatasets(): Promise<string[]> {
    return (await readdir(join(storageDir, 'datasets'))).filter(isDatasetId);
  }

  function peakMemoryBytes(): number {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))!;
    return Number(kilobytes) * 1024;
  }
});

function chunks(bytes: number): Readable {
  const query = 'mutation($file: Upload!) { uploadDataset(input: { file: $file }) { dataset { id } } }';
  const chunk = Buffer.alloc(MB, '%PDF-1.7 ');
  function* body() {
    yield `--${BOUNDARY}\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query, variables: { file: null } })}\r\n`;
    yield `--${BOUNDARY}\r\ncontent-disposition: form-data; name="map"\r\n\r\n{"0":["variables.file"]}\r\n`;
    yield `--${BOUNDARY}\r\ncontent-disposition: form-data; name="0"; filename="large.pdf"\r\n\r\n`;
    for (let sent = 0; sent < bytes; sent += MB) yield chunk;
    yield `\r\n--${BOUNDARY}--\r\n`;
  }
  return Readable.from(body(), { objectMode: false });
}
