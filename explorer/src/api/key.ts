import { signal } from '@preact/signals';

const STORED = 'concentric.key';

/** The API key, where the service asks for one: kept until the tab is closed, sent nowhere else. */
export const apiKey = signal(sessionStorage.getItem(STORED) ?? '');

/** True from the moment the service refuses a request for want of a (right) key until one is given. */
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
