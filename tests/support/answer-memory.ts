import type { CurrentVersions } from '../../src/cache/answer-versions.js';
import { AnswerMemory, type AnswerMemoryOptions } from '../../src/cache/answers/answer-memory.js';
import type { CachedResponse } from '../../src/cache/answers/cached-answer.js';
import { OperationAnswers } from '../../src/cache/answers/operation-answers.js';
import { createCacheKeys } from '../../src/cache/cache-keys.js';

/** A catalog in which everything is current. */
export const EVERYTHING_CURRENT: CurrentVersions = {
  barrier: () => Promise.resolve(),
  isCurrent: () => true,
  generation: () => 'g1',
  changeCounter: () => 1,
};

/** The answers of the front, over a catalog in which everything is current unless the test says otherwise. */
export function responseMemory(
  options: Partial<AnswerMemoryOptions<CachedResponse>> = {},
): AnswerMemory<CachedResponse> {
  return new AnswerMemory({
    name: 'front',
    maxBytes: 1_000_000,
    ttl: { seconds: 3_600 },
    current: EVERYTHING_CURRENT,
    bytesOf: ({ body, gzip, br }) => body.length + (gzip?.length ?? 0) + (br?.length ?? 0),
    ...options,
  });
}

/** The answers of the response cache, in memory alone. */
export function operationAnswers(current: CurrentVersions = EVERYTHING_CURRENT): OperationAnswers {
  const bytesOf = (text: string) => text.length * 2;
  const memory = new AnswerMemory({ name: 'answer', maxBytes: 1_000_000, ttl: { seconds: 3_600 }, current, bytesOf });
  const keys = createCacheKeys({ prefix: '', isCluster: false });
  return new OperationAnswers({ memory, redis: null, keys, setting: () => '' });
}
