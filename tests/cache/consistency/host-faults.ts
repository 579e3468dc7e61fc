import type { Fault } from '../../support/fault-proxy.js';
import type { Random } from '../../support/random.js';
import type { FaultKind, Refusal } from './fault-log.js';
import type { Host, HostService, Hosts } from './hosts.js';
import { ANSWER_FAULTS, nameOf } from './one-folder.js';

/** How long faults take, and the time between them, in ms. */
export interface Pace {
  faultMs: readonly [least: number, most: number];
  calmMs: readonly [least: number, most: number];
  /** A process that is silent for 10 s counts as dead. */
  pauseMs: readonly [least: number, most: number];
}

const CUTS: readonly Fault[] = [
  'cut',
  'cut',
  'drop',
  'hold',
  'cutReplies',
  'loseReply',
  { delayMs: 20 },
  { delayMs: 200 },
];
const SERVICES: readonly HostService[] = ['postgres', 'postgres', 'postgres', 'store', 'store', 'answers', 'queue'];
const HARM = [
  ...(['killWeb', 'killWorker', 'killWorker', 'pauseWeb', 'pauseWorker', 'pauseWorker'] as const),
  ...(['deleteCopies', 'deleteCopies', 'emptyAnswers', 'emptyQueue', 'restartPostgres'] as const),
];
/** What an error says that comes from a service being away. */
const NAMED: Readonly<Partial<Record<HostService, RegExp>>> = { postgres: /PostgreSQL/, store: /object store/ };
const MAX_START_MS = 60_000;
const WATCH_EVERY_MS = 200;
/** Half of the time that hosts wait for PostgreSQL. */
const MAX_DELAY_MS = 500;

export const between = (random: Random, [least, most]: readonly [number, number]) => least + random.upTo(most - least);

/** Between a host and what it needs. The Redis of answers and that of the queue explain no error: work goes on without them. */
export async function harmConnections(hosts: Hosts, random: Random, pace: Pace, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const host = random.pick(hosts.all);
    const service = random.pick(SERVICES);
    const fault = random.pick(service === 'answers' ? ANSWER_FAULTS : CUTS);
    const end = hosts.faults.begin(cutOff(host, service, fault));
    host.proxies[service].set(fault);
    await rest(between(random, pace.faultMs), signal);
    host.proxies[service].set('none');
    end();
    await rest(between(random, pace.calmMs), signal);
  }
}

/** To hosts, and to what they have on their disks, in Redis and in PostgreSQL's memory. */
export async function harmHosts(hosts: Hosts, random: Random, pace: Pace, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const [web, worker, any] = [random.pick(hosts.web), random.pick(hosts.workers), random.pick(hosts.all)];
    const harm = random.pick(HARM);
    const lasts = between(random, harm.startsWith('pause') ? pace.pauseMs : pace.faultMs);
    await {
      killWeb: () => killed(hosts, web, lasts, signal),
      killWorker: () => killed(hosts, worker, lasts, signal),
      pauseWeb: () => paused(hosts, web, lasts, signal),
      pauseWorker: () => paused(hosts, worker, lasts, signal),
      deleteCopies: () => momentary(hosts, 'copies deleted', () => hosts.deleteCopies(any)),
      emptyAnswers: () => momentary(hosts, 'answers emptied', () => hosts.servers.answers.client.flushall()),
      emptyQueue: () => momentary(hosts, 'queue emptied', () => hosts.servers.queue.client.flushall()),
      restartPostgres: () => restarted(hosts),
    }[harm]();
    await rest(between(random, pace.calmMs), signal);
  }
}

/**
 * On a machine that is busy with other things: the proxies are in this process, so while its event loop is late, no byte
 * reaches any host.
 */
export async function watchDelays(hosts: Hosts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const before = performance.now();
    await rest(WATCH_EVERY_MS, signal);
    const lateMs = performance.now() - before - WATCH_EVERY_MS;
    if (lateMs > MAX_DELAY_MS) hosts.faults.begin({ name: 'machine too busy', explains: isOfPostgresOrStore })();
  }
}

/** On such a machine a host may also get no processor for longer than it waits for a reply. */
export async function watchHost({ faults }: Hosts, host: Host, signal: AbortSignal): Promise<void> {
  const kind = {
    name: `${host.role} too busy`,
    explains: (refusal: Refusal) => isOf(host, refusal) && isOfPostgresOrStore(refusal),
  };
  while (!signal.aborted) {
    let end: (() => void) | undefined;
    const timer = setTimeout(() => {
      end = faults.begin(kind);
    }, MAX_DELAY_MS);
    await fetch(`${host.client.url}/health/live`).catch(() => undefined);
    clearTimeout(timer);
    end?.();
    await rest(WATCH_EVERY_MS, signal);
  }
}

export function cutOff(host: Pick<Host, 'role' | 'client'>, service: HostService, fault: Fault): FaultKind {
  return {
    name: `${host.role} ${service} ${nameOf(fault)}`,
    explains: (refusal) => isOf(host, refusal) && isNamed(service, refusal),
  };
}

/** Whether the work of a request was done on this host; what a change waits for is done on any that reads files. */
function isOf(host: Pick<Host, 'role' | 'client'>, { client, isChange }: Refusal): boolean {
  return client === host.client || (isChange && host.role === 'worker');
}

function isNamed(service: HostService, { code, message }: Refusal): boolean {
  return code === 'STORAGE_UNAVAILABLE' && (NAMED[service]?.test(message) ?? false);
}

function isOfPostgresOrStore(refusal: Refusal): boolean {
  return isNamed('postgres', refusal) || isNamed('store', refusal);
}

async function killed(hosts: Hosts, host: Host, lasts: number, signal: AbortSignal): Promise<void> {
  const end = hosts.faults.begin({
    name: `${host.role} killed`,
    explains: ({ client, code }) => client === host.client && code === 'NO_ANSWER',
  });
  await host.process.kill();
  await rest(lasts, signal);
  host.process.restart();
  // It starts while the other faults go on, as often as it takes.
  await host.process.becomesReady(MAX_START_MS);
  end();
}

/** Its timeouts end while it is paused. */
async function paused(hosts: Hosts, host: Host, lasts: number, signal: AbortSignal): Promise<void> {
  const end = hosts.faults.begin({
    name: `${host.role} paused`,
    explains: (refusal) => isOf(host, refusal) && isOfPostgresOrStore(refusal),
  });
  host.process.pause();
  await rest(lasts, signal);
  host.process.resume();
  end();
}

async function momentary(hosts: Hosts, name: string, harm: () => Promise<unknown>): Promise<void> {
  const end = hosts.faults.begin({ name, explains: () => false });
  await harm();
  end();
}

async function restarted({ faults, servers: { postgres } }: Hosts): Promise<void> {
  const end = faults.begin({ name: 'PostgreSQL restarted', explains: (refusal) => isNamed('postgres', refusal) });
  postgres.halt('immediate');
  postgres.start();
  end();
}

/** Ends early with the signal. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
