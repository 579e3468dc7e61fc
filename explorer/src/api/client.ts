import { computed, signal } from '@preact/signals';
import { Client, cacheExchange, fetchExchange, mapExchange } from '@urql/core';
import { apiKey, askForKey, authorization } from './key.js';
import { isAway, waitForService } from './reconnect.js';

/** A new client for each key, so that cached results of one key are never shown for another. */
export const client = computed(() => createClient(apiKey.value));

/** Incremented when data changed outside a mutation, such as when a file has been read, and when the service is back: queries then run again. */
export const refreshCount = signal(0);

function createClient(_key: string): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchSubscriptions: true,
    // Passes the CSRF check: pages of other origins cannot set this header.
    fetchOptions: () => ({ headers: { 'apollo-require-preflight': '1', ...authorization() } }),
    exchanges: [
      cacheExchange,
      mapExchange({
        onError(error) {
          const isRefused =
            error.response?.status === 401 ||
            error.graphQLErrors.some(({ extensions }) => isAboutKeys(extensions.code));
          if (isRefused) askForKey();
          if (isAway(error)) void waitForService(() => refreshCount.value++);
        },
      }),
      fetchExchange,
    ],
  });
}

function isAboutKeys(code: unknown): boolean {
  return code === 'UNAUTHENTICATED';
}
