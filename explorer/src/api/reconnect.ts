import type { CombinedError } from '@urql/core';

const FIRST_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 15_000;

/** Statuses of a proxy whose service is starting or away. */
const AWAY_STATUSES = [502, 503, 504];

/** Whether the service gave no answer of its own. */
export function isAway(error: CombinedError): boolean {
  if (error.graphQLErrors.length > 0) return false;
  const status = error.response?.status as number | undefined;
  return error.networkError !== undefined && (status === undefined || AWAY_STATUSES.includes(status));
}

let isWaiting = false;

/** Waits until the service answers again, with growing pauses, and calls `onBack` once. Does nothing while it already waits. */
export async function waitForService(onBack: () => void): Promise<void> {
  if (isWaiting) return;
  isWaiting = true;
  for (let pauseMs = FIRST_PAUSE_MS; !(await isBack()); pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  isWaiting = false;
  onBack();
}

async function isBack(): Promise<boolean> {
  try {
    return (await fetch('/health/ready', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
