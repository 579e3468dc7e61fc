import { signal } from '@preact/signals';

const STORED = 'concentric.key';

/** The API key, where the service requires one: kept until the tab is closed, sent to this service only. */
export const apiKey = signal(sessionStorage.getItem(STORED) ?? '');

/** True after a request was refused for a missing or wrong key, until a key is entered. */
export const isKeyWanted = signal(false);

export function askForKey(): void {
  isKeyWanted.value = true;
}

export function enterKey(key: string): void {
  if (key) sessionStorage.setItem(STORED, key);
  else sessionStorage.removeItem(STORED);
  isKeyWanted.value = false;
  apiKey.value = key;
}

export function authorization(): Record<string, string> {
  return apiKey.peek() ? { authorization: `Bearer ${apiKey.peek()}` } : {};
}
