import { computed, signal } from '@preact/signals';
import { Client, cacheExchange, fetchExchange, mapExchange } from '@urql/core';
import { apiKey, askForKey, authorization } from './key.js';

/** A new one for each key, so that nothing of one principal is shown to another. */
export const client = computed(() => createClient(apiKey.value));

/** Raised when data changed behind the client's back: a file was read while a subscription told how far it is. */
export const refreshCount = signal(0);

function createClient(_key: string): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchSubscriptions: true,
    // The header says that a page of the service's own origin sends the form, which no foreign page can.
    fetchOptions: () => ({ headers: { 'apollo-require-preflight': '1', ...authorization() } }),
    exchanges: [
      cacheExchange,
      mapExchange({
        onError(error) {
          const isRefused =
            error.response?.status === 401 ||
            error.graphQLErrors.some(({ extensions }) => isAboutKeys(extensions.code));
          if (isRefused) askForKey();
        },
      }),
      fetchExchange,
    ],
  });
}

function isAboutKeys(code: unknown): boolean {
  return code === 'UNAUTHENTICATED';
}
