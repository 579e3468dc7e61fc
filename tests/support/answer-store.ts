import { AnswerStore, type AnswerStoreOptions } from '../../src/cache/answers/answer-store.js';

/** A store without Redis, over a catalog in which everything is current unless the test says otherwise. */
export function answerStore(options: Partial<AnswerStoreOptions> = {}): AnswerStore {
  return new AnswerStore({
    name: 'answers',
    maxBytes: 1_000_000,
    ttlSeconds: 3_600,
    current: { isCurrent: () => true, generation: () => 'g1', barrier: async () => undefined, changeCounter: () => 1 },
    shared: null,
    sharedKey: (digest) => `test:${digest}`,
    setting: () => '',
    ...options,
  });
}
