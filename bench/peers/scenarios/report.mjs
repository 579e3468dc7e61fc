import { setTimeout as pause } from 'node:timers/promises';

export { pause };
/** What a value takes to be computed. */
export const COMPUTE_MS = 50;
export const CALLERS = 100;
export const ROUNDS = 20;
export const GIVE_UP_MS = 10_000;

/** The scenarios with a peer of two caches; prints what came of them as JSON. */
export async function report({ caches: [first, second], computes, change, redisPid }) {
  await Promise.all([first, second].flatMap(({ read }) => Array.from({ length: CALLERS }, () => read())));
  const stampede = computes();

  let stale = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await first.invalidate();
    const overlapping = first.read();
    await pause(COMPUTE_MS / 2);
    const acknowledged = change();
    await first.invalidate();
    await overlapping;
    if ((await first.read()) !== acknowledged) stale++;
  }
  let pausedMs = null;
  if (redisPid !== null) {
    process.kill(redisPid, 'SIGSTOP');
    const start = performance.now();
    await Promise.race([first.read('another').catch(() => undefined), pause(GIVE_UP_MS)]);
    pausedMs = performance.now() - start;
    process.kill(redisPid, 'SIGCONT');
  }
  process.stdout.write(JSON.stringify({ stampede, stale, pausedMs }), () => process.exit());
}
