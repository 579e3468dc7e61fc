import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import type { Layout } from './layout.js';
import { ifPresent, withStorage } from './storage-errors.js';

const HEARTBEAT_MS = 15_000;
/** A process on another host counts as dead after four missed heartbeats. */
const MAX_SILENCE_MS = 60_000;

const ProcessFile = z.object({ host: z.string(), pid: z.int(), start: z.string().nullable() });
type ProcessFile = z.infer<typeof ProcessFile>;

/** What others need to know of the processes: this one's name, and which of the others are alive. */
export interface KnownProcesses {
  /** This process. */
  readonly owner: string;
  isAlive(owner: string): Promise<boolean>;
  /** Forgets processes that are dead. */
  sweep(): Promise<void>;
  /** Other processes may take over this process's pending work from now on. */
  leave(): Promise<void>;
}

/**
 * The processes that use the storage folder. Each has a name (`owner`: `<hostname>-<pid>-<random>`), which is part of its
 * temporary names and pending work, and a file below processes/ that shows whether it is alive.
 */
export class Processes implements KnownProcesses {
  private constructor(
    private readonly layout: Layout,
    /** This process. */
    readonly owner: string,
    private readonly heartbeat: NodeJS.Timeout,
  ) {}

  /** @throws STORAGE_UNAVAILABLE if the folder cannot be written */
  static async join(layout: Layout, heartbeatMs = HEARTBEAT_MS): Promise<Processes> {
    const host = hostname().replace(/[^A-Za-z0-9.-]/g, '_');
    const owner = `${host}-${process.pid}-${randomBytes(6).toString('hex')}`;
    const file: ProcessFile = { host: thisHost(), pid: process.pid, start: startOf(process.pid) };
    await withStorage('Joining the storage folder', () => register(layout, owner, file));
    const beat = () => void heartbeat(layout, owner, file).catch(() => undefined);
    return new Processes(layout, owner, setInterval(beat, heartbeatMs).unref());
  }

  /**
   * On this host: its pid is running, and has not been reused by another process. Elsewhere: its heartbeat is younger than
   * 60 s. A process without a file has left.
   */
  async isAlive(owner: string): Promise<boolean> {
    if (owner === this.owner) return true;
    const path = this.layout.process(owner);
    const text = await ifPresent(() => readFile(path, 'utf8'));
    if (text === undefined) return false;
    const file = parsed(text);
    if (file?.host === thisHost() && file.start !== null) return startOf(file.pid) === file.start;
    const beat = await ifPresent(() => stat(path));
    return beat !== undefined && Date.now() - beat.mtimeMs < MAX_SILENCE_MS;
  }

  /** Removes the files of processes that are dead. */
  async sweep(): Promise<void> {
    for (const owner of await this.registered()) {
      if (!(await this.isAlive(owner))) await rm(this.layout.process(owner), { force: true });
    }
  }

  /** The other processes that are alive. */
  async others(): Promise<string[]> {
    const alive: string[] = [];
    for (const owner of await this.registered()) {
      if (owner !== this.owner && (await this.isAlive(owner))) alive.push(owner);
    }
    return alive;
  }

  /** Other processes may take over this process's pending work from now on. */
  async leave(): Promise<void> {
    clearInterval(this.heartbeat);
    await rm(this.layout.process(this.owner), { force: true });
  }

  private async registered(): Promise<string[]> {
    const files = (await readdir(this.layout.processes)).filter((name) => name.endsWith('.json'));
    return files.map((name) => name.slice(0, -'.json'.length));
  }
}

async function register(layout: Layout, owner: string, file: ProcessFile): Promise<void> {
  await mkdir(layout.processes, { recursive: true });
  // Written atomically by a rename: with a partial file, others would treat this process as dead.
  const unfinished = `${layout.process(owner)}.tmp`;
  await writeFile(unfinished, JSON.stringify(file));
  await rename(unfinished, layout.process(owner));
}

/** Registers again if another process removed the file, for example while this machine was suspended. */
async function heartbeat(layout: Layout, owner: string, file: ProcessFile): Promise<void> {
  const now = new Date();
  const isRegistered = await ifPresent(async () => {
    await utimes(layout.process(owner), now, now);
    return true;
  });
  if (!isRegistered) await register(layout, owner, file);
}

/** Null for a file that a power failure left empty; the heartbeat decides in this case. */
function parsed(text: string): ProcessFile | null {
  try {
    return ProcessFile.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Distinguishes machines, boots and containers (which may share a host name): pids are only comparable within one. */
function thisHost(): string {
  const parts = [hostname(), read('/proc/sys/kernel/random/boot_id'), link('/proc/self/ns/pid')];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}

/** When a process started, in ticks since boot; null if no such process runs or /proc does not exist. */
function startOf(pid: number): string | null {
  // proc(5): `pid (program, which may hold spaces) state …`; the start is the 22nd field, the 20th after the program.
  const line = read(`/proc/${pid}/stat`);
  const [state, ...rest] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const hasEnded = state === 'Z';
  return hasEnded ? null : (rest[18] ?? null);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
