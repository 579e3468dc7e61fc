import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type Dirent, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { errnoCode } from '../../src/storage/storage-errors.js';
import { createClient } from '../support/client.js';
import { addressOf, type ServiceProcess, startProcess } from '../support/process.js';

/** What a case cost: time, memory above the idle service, and what another user's cached query took meanwhile. */
export interface Cost {
  seconds: number;
  /** Of the service and of processes it started; a machine under load says little by seconds. */
  cpuSeconds: number;
  peakMb: number;
  p99Ms: number;
}

/** The built service as a process of its own, seen as its clients and its operator see it. */
export class HostileService {
  readonly client: ReturnType<typeof createClient>;
  private idleKb = 0;
  private logged = '';

  private constructor(
    private readonly child: ServiceProcess,
    readonly url: string,
    readonly storageDir: string,
  ) {
    this.client = createClient(url);
    child.stderr.on('data', (chunk) => {
      this.logged += chunk;
    });
    child.stdout.resume();
  }

  static async start(environment: Record<string, string> = {}): Promise<HostileService> {
    const storageDir = await mkdtemp(join(tmpdir(), 'concentric-hostile-storage-'));
    const child = startProcess({ STORAGE_DIR: storageDir, SAMPLE_DATA: 'false', ...environment });
    const service = new HostileService(child, await addressOf(child), storageDir);
    await service.client.upload({ content: 'name,value\nACME,5\n', fileName: 'warm.csv' });
    service.idleKb = service.memoryKb();
    return service;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Lines logged as errors: faults of ours. */
  get faults(): string[] {
    return this.logged.split('\n').filter((line) => line.includes('"level":50') || line.includes('"level":60'));
  }

  /** Everything on disk that comes and goes with datasets and requests; the records of deleted ones stay for a day. */
  get files(): string[] {
    return this.entries
      .filter((file) => file.isFile() && !/^(catalog\.log|ready|dataset\.\d+\.json)$/.test(file.name))
      .map((file) => relative(this.storageDir, join(file.parentPath, file.name)))
      .filter((path) => path.startsWith('datasets') || path.startsWith('spill'))
      .sort();
  }

  private get entries(): Dirent[] {
    for (;;) {
      try {
        return readdirSync(this.storageDir, { recursive: true, withFileTypes: true });
      } catch (error) {
        // A folder was removed while it was listed.
        if (errnoCode(error) !== 'ENOENT') throw error;
      }
    }
  }

  /**
   * Does the work while another user asks a cached query again and again: from a process of its own, since this one is
   * busy with sending the work.
   */
  async measured<T>(
    asked: { query: string; variables: object },
    work: () => Promise<T>,
  ): Promise<{ result: T; cost: Cost }> {
    const bystander = fork(fileURLToPath(new URL('bystander.mjs', import.meta.url)), [
      ...[this.url, asked.query, JSON.stringify(asked.variables)],
    ]);
    await once(bystander, 'message');
    const cpuBefore = this.cpuSeconds();
    const children = new Map<string, number>();
    let isDone = false;
    // proc(5): 5 resets the peak of resident memory.
    writeFileSync(`/proc/${this.child.pid}/clear_refs`, '5');
    const watch = (async () => {
      for (; !isDone; await pause(20))
        for (const [pid, kb] of this.childrenKb()) children.set(pid, Math.max(kb, children.get(pid) ?? 0));
    })();
    const started = performance.now();
    try {
      const result = await work();
      const seconds = (performance.now() - started) / 1000;
      const peakKb = this.memoryKb('VmHWM') + [...children.values()].reduce((sum, kb) => Math.max(sum, kb), 0);
      const peakMb = Math.max(0, (peakKb - this.idleKb) / 1024);
      const cpuSeconds = this.cpuSeconds() - cpuBefore;
      const told = once(bystander, 'message') as Promise<[number[]]>;
      bystander.send('stop');
      const latencies = (await told)[0].sort((a, b) => a - b);
      const p99Ms = latencies[Math.floor(latencies.length * 0.99)] ?? 0;
      return { result, cost: { seconds, cpuSeconds, peakMb, p99Ms } };
    } finally {
      isDone = true;
      bystander.kill();
      await watch;
    }
  }

  async close(): Promise<void> {
    if (this.isRunning) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill();
      await ended;
    }
    await rm(this.storageDir, { recursive: true, force: true });
  }

  private memoryKb(figure: 'VmRSS' | 'VmHWM' = 'VmRSS', pid: string | number = this.child.pid!): number {
    return Number(new RegExp(`${figure}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  }

  /** proc(5): user and system time, its own and that of children it has waited for, in hundredths of a second. */
  private cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
  }

  private childrenKb(): [pid: string, kb: number][] {
    const { pid } = this.child;
    try {
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
      return children.map((child) => [child, this.memoryKb('VmHWM', child)]);
    } catch {
      return [];
    }
  }
}
