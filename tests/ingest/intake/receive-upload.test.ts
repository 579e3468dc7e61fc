import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { digestUpload, receiveUpload } from '../../../src/ingest/intake/receive-upload.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concentric-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The files of the folder; the folder itself belongs to the caller. */
const storedFiles = async () => (await readdir(folder, { recursive: true })).filter((name) => name !== 'source');

const receive = (stream: Readable, maxUploadBytes: number, onReceived: (sizeBytes: number) => void = () => undefined) =>
  receiveUpload({ fileName: 'sales.csv', stream }, folder, {
    maxUploadBytes,
    detectFormat: async () => 'CSV',
    onReceived,
  });

/** An upload by hand. `push` resolves when the service waits for the next bytes; it does not advance fake timers, as vi.waitUntil does. */
function startUpload(maxUploadBytes: number) {
  const stream = new Readable({ read() {} });
  let written = () => {};
  const received = receive(stream, maxUploadBytes, () => written());
  const push = async (chunk: string | Buffer) => {
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    stream.push(chunk);
    await isWritten;
    await new Promise(setImmediate);
  };
  return { stream, received, push };
}

it('keeps the bytes unchanged, and returns their number, SHA-256 and format', async () => {
  const bytes = Buffer.from('year,amount\n2024,1\n');
  const received = await receive(Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]), bytes.length);
  expect(received).toMatchObject({
    fileName: 'sales.csv',
    format: 'CSV',
    sizeBytes: 19,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  expect(await readFile(join(folder, 'source', 'sales.csv'))).toEqual(bytes);
});

it('stops reading a file that is larger than allowed', async () => {
  let sent = 0;
  const endless = new Readable({
    highWaterMark: 10,
    read() {
      sent += 10;
      this.push(Buffer.alloc(10));
    },
  });
  await expect(receive(endless, 100)).rejects.toMatchObject({
    code: 'FILE_TOO_LARGE',
    details: { maxUploadBytes: 100, receivedBytes: 110 },
    message: expect.stringMatching(/100 .*110/),
  });
  expect(endless.destroyed).toBe(true);
  expect(sent).toBeLessThan(200);
  expect(await storedFiles()).toEqual([]);
});

it('reads from the client only as fast as the disk writes', async () => {
  const sent: number[] = [];
  const path = join(folder, 'source', 'sales.csv');
  async function* chunks() {
    for (let chunk = 0; chunk < 50; chunk++) {
      sent.push(chunk);
      yield Buffer.alloc(100_000);
      // The next chunk is requested: all but the last bytes must be in the file.
      const written = (await stat(path)).size;
      expect(written).toBeGreaterThanOrEqual((chunk + 1) * 100_000 - 1_300_000);
    }
  }
  await receive(Readable.from(chunks(), { highWaterMark: 1 }), 5_000_000);
  expect(sent).toHaveLength(50);
});

it.each<[string, () => Readable]>([
  [
    'fails',
    () =>
      Readable.from(
        (async function* () {
          yield Buffer.from('half');
          throw new Error('socket hang up');
        })(),
      ),
  ],
  [
    'is cut off',
    () => {
      const stream = new Readable({ read() {} });
      stream.push('half');
      setImmediate(() => stream.destroy());
      return stream;
    },
  ],
  ['was cut off before', () => new Readable({ read() {} }).destroy()],
])('leaves no files of an upload that %s', async (_, stream) => {
  await expect(receive(stream(), 100)).rejects.toMatchObject({ code: 'UPLOAD_INCOMPLETE' });
  expect(await storedFiles()).toEqual([]);
});

it('computes the digest of a file without storing it, within the same limits', async () => {
  const file = (...chunks: string[]) => ({ fileName: 'sales.csv', stream: Readable.from(chunks.map(Buffer.from)) });
  const sha256 = createHash('sha256').update('year,amount').digest('hex');
  expect(await digestUpload(file('year', ',amount'), { maxUploadBytes: 11 })).toBe(sha256);
  await expect(digestUpload(file('year', ',amount'), { maxUploadBytes: 10 })).rejects.toMatchObject({
    code: 'FILE_TOO_LARGE',
  });
  await expect(digestUpload(file(), { maxUploadBytes: 10 })).rejects.toMatchObject({ code: 'EMPTY_FILE' });
  expect(await storedFiles()).toEqual([]);
});

it('rejects a file without bytes', async () => {
  await expect(receive(Readable.from([]), 100)).rejects.toMatchObject({ code: 'EMPTY_FILE' });
  expect(await storedFiles()).toEqual([]);
});

it('aborts an upload whose client sends nothing for half a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { stream, received, push } = startUpload(100);
    const refused = expect(received).rejects.toMatchObject({
      code: 'UPLOAD_INCOMPLETE',
      message: expect.stringContaining('sent nothing for 30 s'),
    });
    await push('half');
    vi.advanceTimersByTime(29_000);
    await push('more');
    vi.advanceTimersByTime(29_999);
    expect(stream.destroyed).toBe(false);
    vi.advanceTimersByTime(1);
    await refused;
    expect(await storedFiles()).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});

it('aborts an upload whose rate does not grow, but not one that waits for the service', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    const { stream, received, push } = startUpload(100_000);
    const refused = expect(received).rejects.toMatchObject({
      code: 'UPLOAD_INCOMPLETE',
      message: expect.stringContaining('fewer than 60000 bytes in 30 s'),
    });
    await push(Buffer.alloc(1));
    vi.advanceTimersByTime(15_000);
    await push(Buffer.alloc(30_000));
    // Half a minute, and enough bytes in it.
    vi.advanceTimersByTime(15_000);
    await push(Buffer.alloc(1));
    vi.advanceTimersByTime(29_000);
    // Enough for the first half minute, not for the second.
    await push(Buffer.alloc(40_000));
    vi.advanceTimersByTime(1000);
    stream.push('x');
    await refused;
    expect(stream.destroyed).toBe(true);
    expect(await storedFiles()).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});
