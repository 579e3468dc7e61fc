import { once } from 'node:events';
import { afterAll, describe, expect, it } from 'vitest';
import { ConcentricError } from '../../src/model/errors.js';
import { isStorageError, withStorage } from '../../src/storage/storage-errors.js';
import { outputOf, type Reply } from '../../src/worker/reply.js';
import { runInThread } from '../../src/worker/run-in-thread.js';
import { forkProcess } from '../../src/worker/spawn-worker.js';
import { TaskThread } from '../../src/worker/task-thread.js';

type Tasks = { fail: { input: string; output: undefined }; double: { input: number; output: number } };

const parentUrl = new URL('children/parent.mjs', import.meta.url).href;
const thread = new TaskThread<Tasks>('./task-worker.mjs', parentUrl);
afterAll(() => thread.close());

async function failInProcess(name: string): Promise<unknown> {
  const child = forkProcess('./child-process.mjs', parentUrl);
  child.send(name);
  const [reply] = (await once(child, 'message')) as [Reply<unknown>];
  return outputOf(reply);
}

const places: [string, (name: string) => Promise<unknown>][] = [
  ['a thread that is reused', (name) => thread.run('fail', name)],
  ['a thread of one task', (name) => runInThread('./once-worker.mjs', parentUrl, { input: name })],
  ['a child process', failInProcess],
];

describe.each(places)('an error thrown in %s', (_place, fail) => {
  const failure = async (name: string) => {
    const error = await fail(name).then(
      () => expect.unreachable('it must fail'),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Error);
    return error as Error;
  };

  it.each(['ENOSPC', 'EMFILE', 'EACCES'])('keeps the code %s, and so is an error of the storage', async (code) => {
    const error = await failure(code);
    expect(error).toMatchObject({ code, syscall: expect.any(String) });
    expect(isStorageError(error)).toBe(true);
    await expect(withStorage('Writing', () => Promise.reject(error))).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      cause: error,
    });
  });

  it('keeps class, code, details and the chain of causes of a ConcentricError', async () => {
    const error = await failure('a ConcentricError with details');
    expect(error).toBeInstanceOf(ConcentricError);
    expect(error).toMatchObject({
      name: 'ConcentricError',
      code: 'FILE_TOO_LARGE',
      message: 'Too large.',
      details: { maxBytes: 5, sheets: ['a', 'b'] },
      cause: { message: 'while reading', cause: { code: 'EIO' } },
    });
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('keeps name, message and stack of any other error', async () => {
    const error = await failure('a TypeError');
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain('missing');
    expect(error.stack).toContain('failures.mjs');
    expect(error).not.toHaveProperty('code');
    expect(await failure('an AbortError')).toMatchObject({ name: 'AbortError' });
    expect((await failure('a text')).message).toContain('only a text');
    expect((await failure('an error that refers to itself')).message).toBe('circular');
  });
});

it('a thread goes on with its other tasks after one has failed', async () => {
  const results = await Promise.allSettled([
    thread.run('double', 4),
    thread.run('fail', 'ENOSPC'),
    thread.run('double', 5),
  ]);
  expect(results).toMatchObject([{ value: 8 }, { reason: { code: 'ENOSPC' } }, { value: 10 }]);
});
